import { createHash } from 'node:crypto';
import type { QueryRunner } from 'typeorm';
import { DomainError } from '../shared/index.js';

/** Feed rows are looked for over the last 15 s, so no writer may commit later than this (architecture.md). */
export const MAX_TRANSACTION_MS = 5_000;

/** What a transaction needs beyond the usual. */
export interface TransactionOptions {
  /**
   * What was read stays as it is until the end. The value names what it is about: of one name, one transaction runs at
   * a time, since two that read and then write the same would only stop each other. Of the outermost one alone.
   */
  readonly readsLock?: string;
}

/** Begins, works, commits; rolls back on any failure. */
export async function commitWithin<T>(
  runner: QueryRunner,
  work: () => Promise<T>,
  isolation: 'SERIALIZABLE' | undefined,
): Promise<T> {
  await runner.startTransaction(isolation);
  // Having waited for a connection makes nothing that is written here older.
  const started = performance.now();
  try {
    const result = await work();
    if (performance.now() - started > MAX_TRANSACTION_MS) throw tooLong();
    await runner.commitTransaction();
    return result;
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    throw error;
  }
}

const TURN_SECONDS = 4;

/** Waits until no other process has the turn of this name; this one sends one at a time. Not shared by a cluster, where only the retries would be more. */
export async function inTurn<T>(runner: QueryRunner, name: string | undefined, work: () => Promise<T>): Promise<T> {
  if (name === undefined) return work();
  const lock = createHash('sha256').update(name).digest('hex').slice(0, 60);
  const [{ got }] = (await runner.query(`SELECT GET_LOCK(?, ${TURN_SECONDS}) AS got`, [lock])) as { got: unknown }[];
  if (Number(got) !== 1) throw tooContended();
  try {
    return await work();
  } finally {
    await runner.query('DO RELEASE_LOCK(?)', [lock]);
  }
}

/** Whoever asked may try again: nothing was changed. */
export const tooContended = (cause?: unknown): DomainError =>
  new DomainError('conflict', 'try_again', 'Others are changing the same: try again.', {
    headers: { 'Retry-After': '1' },
    detail: String(cause),
  });

/** Mostly for having waited for others: nothing was changed. */
const tooLong = (): DomainError =>
  new DomainError('conflict', 'try_again', 'The transaction took longer than 5 seconds and was rolled back.', {
    headers: { 'Retry-After': '1' },
  });
