import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { DomainError } from '../shared/index.js';
import { type Claim, IdempotencyRecords } from './idempotency-records.js';
import { answerAgain, keptRefusal, keptSuccess } from './kept-answer.js';
import { Preconditions } from './preconditions.js';
import { repeatableRequest, type RepeatableRequest } from './repeatable-request.js';

type Work = () => Promise<unknown>;

/**
 * Runs a repeatable request once, however often it is sent, and a conditional one only where its condition holds.
 * The access decision ran before, as for every request.
 */
@Injectable()
export class RequestsInterceptor implements NestInterceptor {
  constructor(
    private readonly records: IdempotencyRecords,
    private readonly preconditions: Preconditions,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const condition = this.preconditions.of(request);
    const repeatable = repeatableRequest(request);
    if (!condition && !repeatable) return next.handle();
    const handle: Work = () => lastValueFrom(next.handle(), { defaultValue: undefined });
    const run = (work: Work): Promise<unknown> => this.preconditions.transaction(request, condition, work);
    if (!repeatable) return from(run(handle));
    const reply = http.getResponse<FastifyReply>();
    return from(this.once(repeatable, reply, (keep) => run(async () => keep(await handle()))));
  }

  /** `run` opens the transaction in which the handler's work and the kept answer come about together. */
  private async once(
    request: RepeatableRequest,
    reply: FastifyReply,
    run: (keep: (body: unknown) => Promise<unknown>) => Promise<unknown>,
  ): Promise<unknown> {
    const claim = await this.records.claim(request);
    if ('answer' in claim) return answerAgain(reply, claim.answer);
    try {
      return await run(async (body) => {
        await this.records.answer(claim, keptSuccess(reply, body));
        return body;
      });
    } catch (error) {
      await this.settle(claim, error);
      throw error;
    }
  }

  /** A refusal is an answer too, unless it passes; after anything else the client may try again. */
  private async settle(claim: Claim, error: unknown): Promise<void> {
    const answer = error instanceof DomainError ? keptRefusal(error) : undefined;
    if (answer !== undefined) await this.records.answer(claim, answer);
    else await this.records.release(claim);
  }
}
