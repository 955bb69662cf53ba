import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Access } from '../../access/index.js';
import { Database } from '../../database/index.js';
import { formField } from '../../identity/index.js';
import { type Claim, IdempotencyRecords, type RepeatableRequest } from '../../requests/index.js';
import { canonicalJson, conflict, DomainError, isRandomId, randomId } from '../../shared/index.js';

/** Longer than a transaction that waits for others takes until it gives up. */
const PATIENCE_MS = 12_000;
const PAUSE_MS = 100;

/** Where a form led, and whether that was so already. */
export interface FormOutcome {
  readonly location: string;
  readonly isRepeated: boolean;
}

/** Forms that would do something a second time if they were sent a second time: field `once`. */
@Injectable()
export class FormOnce {
  constructor(
    private readonly database: Database,
    private readonly records: IdempotencyRecords,
  ) {}

  /** For the field `once` of a new form. */
  mark(): string {
    return randomId();
  }

  /**
   * Does what the form asks for, in one transaction with the memory of it; a repetition only learns where it led.
   * Throws 409 form_outdated, idempotency_in_progress where it waited long in vain, 422 idempotency_mismatch.
   */
  async run(access: Access, request: FastifyRequest, work: () => Promise<string>): Promise<FormOutcome> {
    const once = formField(request.body, 'once');
    if (!isRandomId(once)) throw conflict('form_outdated', 'The form is not complete: open its page again.');
    const identity = [access.client.id, access.principalId, access.companyId, request.url.split('?', 1)[0], once];
    const id = createHash('sha256').update(JSON.stringify(identity)).digest('base64url');
    const claim = await this.claim({ id, content: canonicalJson(request.body) });
    if ('answer' in claim) return { location: claim.answer, isRepeated: true };
    try {
      return await this.database.transaction(async () => {
        const location = await work();
        await this.records.answer(claim, location);
        return { location, isRepeated: false };
      });
    } catch (error) {
      await this.records.release(claim);
      throw error;
    }
  }

  /**
   * Waits for the copy that was faster: a browser shows the answer to the one that was sent last, which is to tell where
   * the form led; and where the first one fails, as it does when others hold what it needs, the next one is run.
   */
  private async claim(request: RepeatableRequest): Promise<Claim | { readonly answer: string }> {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await this.records.claim(request);
      } catch (error) {
        if (!isInProgress(error) || performance.now() > until) throw error;
        await sleep(PAUSE_MS);
      }
    }
  }
}

const isInProgress = (error: unknown): boolean =>
  error instanceof DomainError && error.code === 'idempotency_in_progress';
