import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { Database } from '../database/index.js';
import { DomainError } from '../shared/index.js';
import { type Claim, IdempotencyRecords } from './idempotency-records.js';
import { answerAgain, keptRefusal, keptSuccess } from './kept-answer.js';
import { repeatableRequest, type RepeatableRequest } from './repeatable-request.js';

/** Runs a repeatable request once, however often it is sent. The access decision ran before it, as for every request. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly database: Database,
    private readonly records: IdempotencyRecords,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = repeatableRequest(http.getRequest<FastifyRequest>());
    return request ? from(this.once(request, http.getResponse<FastifyReply>(), next)) : next.handle();
  }

  private async once(request: RepeatableRequest, reply: FastifyReply, next: CallHandler): Promise<unknown> {
    const claim = await this.records.claim(request);
    if ('answer' in claim) return answerAgain(reply, claim.answer);
    try {
      return await this.database.transaction(async () => {
        const body: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
        await this.records.answer(claim, keptSuccess(reply, body));
        return body;
      });
    } catch (error) {
      await this.settle(claim, error);
      throw error;
    }
  }

  /** A refusal is an answer too; after anything else the client may try again. */
  private async settle(claim: Claim, error: unknown): Promise<void> {
    const isAnswer = error instanceof DomainError && error.kind !== 'too_many_requests';
    if (isAnswer) await this.records.answer(claim, keptRefusal(error));
    else await this.records.release(claim);
  }
}
