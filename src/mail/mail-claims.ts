import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';

/** Longer than one attempt may last: whoever was killed is not waited for any longer. */
const LEASE_MS = 60_000;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** After the first, second … failure; after the last one again and again until the mail is of no use. */
const PAUSES = [SECOND, 5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, 60 * MINUTE];

/** A mail that is to be sent now. */
export interface DueMail {
  readonly id: string;
  readonly kind: string;
  readonly sealed: string;
  readonly attempts: number;
  readonly isUseful: boolean;
}

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly sealed: string;
  readonly attempts: number | string;
  readonly is_useful: number | string;
}

/** Which process sends which mail, by the database's clock alone: a claim puts its next attempt off. */
@Injectable()
export class MailClaims {
  constructor(private readonly database: Database) {}

  /** Longest waiting first. */
  async due(most: number): Promise<DueMail[]> {
    const { now } = this.database.dialect;
    const rows = await this.database.query<Row>(
      `SELECT id, kind, sealed, attempts, CASE WHEN expires_at > ${now} THEN 1 ELSE 0 END AS is_useful
       FROM mails WHERE next_attempt_at <= ${now} ORDER BY next_attempt_at LIMIT ${most}`,
    );
    return rows.map(({ id, kind, sealed, attempts, is_useful }) => ({
      id,
      kind,
      sealed,
      attempts: Number(attempts),
      isUseful: Number(is_useful) === 1,
    }));
  }

  /** False where another process was first. */
  async claim({ id, attempts }: DueMail): Promise<boolean> {
    const { now } = this.database.dialect;
    const claimed = await this.database.execute(
      `UPDATE mails SET attempts = attempts + 1, next_attempt_at = ${now} + ${LEASE_MS}
       WHERE id = ? AND attempts = ? AND next_attempt_at <= ${now}`,
      [id, attempts],
    );
    return claimed === 1;
  }

  /** The mail was sent, or never will be: nothing is kept of it. */
  async drop({ id }: DueMail): Promise<void> {
    await this.database.execute('DELETE FROM mails WHERE id = ?', [id]);
  }

  async postpone({ id, attempts }: DueMail): Promise<void> {
    const pause = PAUSES[Math.min(attempts, PAUSES.length - 1)];
    await this.database.execute(
      `UPDATE mails SET next_attempt_at = ${this.database.dialect.now} + ${pause} WHERE id = ? AND attempts = ?`,
      [id, attempts + 1],
    );
  }
}
