import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';

/** Longer than one attempt may last: whoever was killed is not waited for any longer. */
const LEASE_MS = 60_000;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** After the first, second … failure; after the last one again and again, until it is of no use. */
const PAUSES = [SECOND, 5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, 60 * MINUTE];

/** Places of one client among those that one process tells at a time: a slow receiver holds up itself alone. */
export const MOST_OF_ONE_CLIENT = 4;

/** A client that is to hear of an ended session now. */
export interface DueLogout {
  readonly sid: string;
  readonly userId: number;
  readonly clientId: string;
  readonly attempts: number;
  readonly isUseful: boolean;
}

interface Row {
  readonly id: string;
  readonly user_id: number | string;
  readonly client_id: string;
  readonly attempts: number | string;
  readonly is_useful: number | string;
}

/** Which process tells which client of which session, by the database's clock alone: a claim puts its next attempt off. */
@Injectable()
export class LogoutClaims {
  constructor(private readonly database: Database) {}

  /** Of every client first the one that has waited longest, so that nobody's many are in the way of others. */
  async due(most: number): Promise<DueLogout[]> {
    const { now } = this.database.dialect;
    const rows = await this.database.query<Row>(
      `SELECT id, user_id, attempts, client_id, is_useful FROM (
         SELECT s.id, s.user_id, s.attempts, c.client_id, s.next_attempt_at,
           CASE WHEN s.expires_at > ${now} THEN 1 ELSE 0 END AS is_useful,
           ROW_NUMBER() OVER (PARTITION BY s.client_row_id ORDER BY s.next_attempt_at) AS place
         FROM client_sessions s JOIN clients c ON c.id = s.client_row_id WHERE s.next_attempt_at <= ${now}) AS waiting
       WHERE place <= ${MOST_OF_ONE_CLIENT} ORDER BY place, next_attempt_at LIMIT ${most}`,
    );
    return rows.map(({ id, user_id, client_id, attempts, is_useful }) => ({
      sid: id,
      userId: Number(user_id),
      clientId: client_id,
      attempts: Number(attempts),
      isUseful: Number(is_useful) === 1,
    }));
  }

  /** False where another process was first. */
  async claim({ sid, attempts }: DueLogout): Promise<boolean> {
    const { now } = this.database.dialect;
    const claimed = await this.database.execute(
      `UPDATE client_sessions SET attempts = attempts + 1, next_attempt_at = ${now} + ${LEASE_MS}
       WHERE id = ? AND attempts = ? AND next_attempt_at <= ${now}`,
      [sid, attempts],
    );
    return claimed === 1;
  }

  /** The client was told, or never will be: nothing is kept of it. */
  async drop({ sid }: DueLogout): Promise<void> {
    await this.database.execute('DELETE FROM client_sessions WHERE id = ?', [sid]);
  }

  async postpone({ sid, attempts }: DueLogout): Promise<void> {
    const pause = PAUSES[Math.min(attempts, PAUSES.length - 1)];
    await this.database.execute(
      `UPDATE client_sessions SET next_attempt_at = ${this.database.dialect.now} + ${pause} WHERE id = ? AND attempts = ?`,
      [sid, attempts + 1],
    );
  }
}
