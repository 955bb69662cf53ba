import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { type Session, Sessions } from '../../identity/index.js';
import { domainOf } from '../domains/domain-name.js';

interface Row {
  readonly session_id: string;
  readonly user_id: number | string;
  readonly email_key: string;
}

/** Sessions that began at a provider, also by way of a second factor; in the caller's transaction. */
@Injectable()
export class ProviderSessions {
  constructor(
    private readonly database: Database,
    private readonly sessions: Sessions,
  ) {}

  async remember(sessionId: string, providerId: number, expiresAt: number): Promise<void> {
    await this.database.execute('INSERT INTO sso_sessions (session_id, provider_id, expires_at) VALUES (?, ?, ?)', [
      sessionId,
      providerId,
      expiresAt,
    ]);
  }

  /** A session that goes on from another, or from a sign-in that waited, came from where that came from. */
  async goOn(fromId: string, { id, expiresAt }: Pick<Session, 'id' | 'expiresAt'>): Promise<void> {
    await this.database.execute(
      `INSERT INTO sso_sessions (session_id, provider_id, expires_at)
       SELECT ?, provider_id, ? FROM sso_sessions WHERE session_id = ?`,
      [id, expiresAt, fromId],
    );
  }

  /** Which provider a session came from. */
  async providerOf(sessionId: string): Promise<number | undefined> {
    const [row] = await this.database.query<{ provider_id: number | string }>(
      'SELECT provider_id FROM sso_sessions WHERE session_id = ?',
      [sessionId],
    );
    return row && Number(row.provider_id);
  }

  /**
   * Signs everybody out whom the provider signed in, or those of one domain, or one, and ends what waits for a second
   * factor; how many sessions that were.
   */
  async end(providerId: number, only: { readonly domain?: string; readonly userId?: number } = {}): Promise<number> {
    const rows = await this.database.query<Row>(
      `SELECT x.session_id, u.principal_id AS user_id, u.email_key FROM sso_sessions x
       LEFT JOIN sessions s ON s.id = x.session_id LEFT JOIN pending_sign_ins w ON w.id = x.session_id
       JOIN users u ON u.principal_id = COALESCE(s.user_id, w.user_id) WHERE x.provider_id = ?`,
      [providerId],
    );
    let ended = 0;
    for (const row of rows) {
      const userId = Number(row.user_id);
      if (only.domain !== undefined && domainOf(row.email_key) !== only.domain) continue;
      if (only.userId !== undefined && userId !== only.userId) continue;
      if (await this.sessions.endById(userId, row.session_id)) ended += 1;
      else await this.database.execute('DELETE FROM pending_sign_ins WHERE id = ?', [row.session_id]);
    }
    return ended;
  }
}
