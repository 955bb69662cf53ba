import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { KeyRing } from '../keys/index.js';
import { DomainError, randomId } from '../shared/index.js';
import type { RepeatableRequest } from './repeatable-request.js';

const LIFETIME_MS = 24 * 3_600_000;
/** Longer than any transaction may take. */
const LEASE_MS = 15_000;

/** The right to run a request, for one process at a time. */
export interface Claim {
  readonly id: string;
  readonly attempt: string;
}

interface Row {
  readonly fingerprint: string;
  readonly answer: string | null;
}

/** Which repeatable requests are running or were answered (http-api.md, Conventions). */
@Injectable()
export class IdempotencyRecords {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  /** The right to run the request, or how it was answered. Throws 422 `idempotency_mismatch`, 409 `idempotency_in_progress`. */
  async claim(request: RepeatableRequest): Promise<Claim | { readonly answer: string }> {
    const claim = { id: request.id, attempt: randomId() };
    const fingerprint = this.keys.hash(request.content);
    if ((await this.insert(claim, fingerprint)) || (await this.takeOver(claim, fingerprint))) return claim;
    const sql = 'SELECT fingerprint, answer FROM idempotency_records WHERE id = ?';
    const [row] = await this.database.query<Row>(sql, [request.id]);
    if (row && !this.keys.hashes(request.content).includes(row.fingerprint)) throw mismatch();
    if (!row || row.answer === null) throw inProgress();
    return { answer: row.answer };
  }

  /** Keeps the answer; inside the transaction of the effect. Throws where another one took over in the meantime. */
  async answer({ id, attempt }: Claim, answer: string): Promise<void> {
    const sql = 'UPDATE idempotency_records SET answer = ? WHERE id = ? AND attempt = ? AND answer IS NULL';
    if ((await this.database.execute(sql, [answer, id, attempt])) !== 1) throw inProgress();
  }

  /** Lets the next one run the request. What was answered stays. */
  async release({ id, attempt }: Claim): Promise<void> {
    const sql = 'DELETE FROM idempotency_records WHERE id = ? AND attempt = ? AND answer IS NULL';
    await this.database.execute(sql, [id, attempt]);
  }

  private async insert({ id, attempt }: Claim, fingerprint: string): Promise<boolean> {
    const { insertIgnore, now } = this.database.dialect;
    const inserted = await this.database.execute(
      `${insertIgnore} INTO idempotency_records (id, fingerprint, attempt, lease_ends_at, answer, expires_at)
       VALUES (?, ?, ?, ${now} + ${LEASE_MS}, NULL, ${now} + ${LIFETIME_MS})`,
      [id, fingerprint, attempt],
    );
    return inserted === 1;
  }

  /** From one that died before it had an answer, or from yesterday's. */
  private async takeOver({ id, attempt }: Claim, fingerprint: string): Promise<boolean> {
    const { now } = this.database.dialect;
    const taken = await this.database.execute(
      `UPDATE idempotency_records SET fingerprint = ?, attempt = ?, lease_ends_at = ${now} + ${LEASE_MS},
         answer = NULL, expires_at = ${now} + ${LIFETIME_MS}
       WHERE id = ? AND (expires_at <= ${now} OR (answer IS NULL AND lease_ends_at <= ${now}))`,
      [fingerprint, attempt, id],
    );
    return taken === 1;
  }
}

const mismatch = (): DomainError =>
  new DomainError('invalid', 'idempotency_mismatch', 'This idempotency token was used with another body or query.');

const inProgress = (): DomainError =>
  new DomainError('conflict', 'idempotency_in_progress', 'The same request is still running: ask again.', {
    headers: { 'Retry-After': '1' },
  });
