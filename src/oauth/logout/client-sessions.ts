import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { SessionEnding } from '../../identity/index.js';
import { randomId } from '../../shared/index.js';
import { LogoutWakeUp } from './logout-wake-up.js';

/** A client that could not be told for so long has ended the sessions by itself, or is gone. */
const KEPT_MS = 24 * 3_600_000;

/** Whom a browser session signed in where (OpenID Connect Back-Channel Logout §2.1). */
@Injectable()
export class ClientSessions extends SessionEnding {
  constructor(
    private readonly database: Database,
    private readonly wakeUp: LogoutWakeUp,
  ) {
    super();
  }

  /**
   * Notes a sign-in at a client, in the caller's transaction; the `sid` by which the client knows the session. Undefined
   * where that has ended: whoever signs somebody in and whoever ends the session come one after the other.
   */
  async enter(sessionId: string, clientRowId: number): Promise<string | undefined> {
    const { insertIgnore, forUpdate } = this.database.dialect;
    await this.database.execute(
      `${insertIgnore} INTO client_sessions (id, session_id, client_row_id, user_id, attempts, expires_at)
       SELECT ?, id, ?, user_id, 0, expires_at + ${KEPT_MS} FROM sessions WHERE id = ?${forUpdate}`,
      [randomId(), clientRowId, sessionId],
    );
    const [row] = await this.database.query<{ id: string }>(
      'SELECT id FROM client_sessions WHERE session_id = ? AND client_row_id = ? AND next_attempt_at IS NULL',
      [sessionId, clientRowId],
    );
    return row?.id;
  }

  override ended(sessionIds: readonly string[]): Promise<void> {
    return this.tellClients(`session_id IN (${sessionIds.map(() => '?').join(', ')})`, sessionIds);
  }

  override allEnded(userId: number, keptId = ''): Promise<void> {
    return this.tellClients('user_id = ? AND session_id <> ?', [userId, keptId]);
  }

  override async continued(from: string, to: string): Promise<void> {
    await this.database.execute(
      `UPDATE client_sessions SET session_id = ?, next_attempt_at = NULL,
       expires_at = (SELECT s.expires_at FROM sessions s WHERE s.id = ?) + ${KEPT_MS} WHERE session_id = ?`,
      [to, to, from],
    );
  }

  private async tellClients(condition: string, of: readonly (string | number)[]): Promise<void> {
    const { now } = this.database.dialect;
    const told = await this.database.execute(
      `UPDATE client_sessions SET next_attempt_at = ${now}, expires_at = ${now} + ${KEPT_MS}
       WHERE ${condition} AND next_attempt_at IS NULL`,
      of,
    );
    if (told > 0) this.database.afterCommit(() => this.wakeUp.ring());
  }
}
