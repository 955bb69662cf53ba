import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { type Session, Sessions } from '../../identity/index.js';
import { domainOf } from '../domains/domain-name.js';
import { EmergencyAdministrators } from '../providers/emergency-administrators.js';
import { IdentityProvider } from '../providers/identity-provider.entity.js';

/** However many end at once, a transaction has seconds: they end in sets. */
const AT_ONCE = 500;

/** A session, or a sign-in that waits for its second factor, and whose it is. */
export interface Outsider {
  readonly session_id: string;
  readonly user_id: number | string;
}

interface Row extends Outsider {
  readonly email_key: string;
}

/** Sessions that began at a provider, also by way of a second factor; in the caller's transaction. */
@Injectable()
export class ProviderSessions {
  constructor(
    private readonly database: Database,
    private readonly sessions: Sessions,
    private readonly emergency: EmergencyAdministrators,
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
    const isOver = ({ user_id, email_key }: Row): boolean => {
      if (only.domain !== undefined && domainOf(email_key) !== only.domain) return false;
      return only.userId === undefined || Number(user_id) === only.userId;
    };
    return this.endThese(rows.filter(isOver));
  }

  /**
   * Signs everybody of the provider's domains out who came in another way, and ends what waits for a second factor, where
   * the provider is the only way now; emergency administrators stay. How many sessions that were.
   */
  async endOthers(providerId: number): Promise<number> {
    const provider = await this.database.repository(IdentityProvider).findOneBy({ id: providerId });
    if (!provider?.active || !provider.enforced) return 0;
    return this.endThese(await this.outsiders(providerId, await this.emergency.helping(provider)));
  }

  /**
   * What {@link endOthers} ends where single sign-on is enforced: of people of the provider's proven domains, but for
   * those of `kept`.
   */
  async outsiders(providerId: number, kept: readonly number[]): Promise<readonly Outsider[]> {
    const domains = await this.database.query<{ domain: string }>(
      'SELECT proven_domain AS domain FROM email_domains WHERE provider_id = ? AND proven_domain IS NOT NULL',
      [providerId],
    );
    const found: Row[] = [];
    for (const { domain } of domains) {
      const isOutside = ({ user_id, email_key }: Row): boolean =>
        domainOf(email_key) === domain && !kept.includes(Number(user_id));
      for (const row of await this.othersOf(providerId, domain)) if (isOutside(row)) found.push(row);
    }
    return found;
  }

  /**
   * Those whose address may have the domain, {@link domainOf} has the last word: in ASCII, or in any other of the many
   * spellings of a domain with other letters, some of whose labels may be encoded.
   */
  private othersOf(providerId: number, domain: string): Promise<Row[]> {
    // Some character takes more than one byte.
    const isNotAscii = `LENGTH(HEX(u.email_key)) > 2 * ${this.database.dialect.characters}(u.email_key)`;
    const others = (table: string): string =>
      `SELECT s.id AS session_id, u.principal_id AS user_id, u.email_key FROM ${table} s
       JOIN users u ON u.principal_id = s.user_id
       LEFT JOIN sso_sessions x ON x.session_id = s.id AND x.provider_id = ?
       WHERE x.session_id IS NULL AND (u.email_key LIKE ? OR u.email_key LIKE '%@%xn--%' OR ${isNotAscii})`;
    const parameters = [providerId, `%@${domain}`];
    return this.database.query<Row>(`${others('sessions')} UNION ALL ${others('pending_sign_ins')}`, [
      ...parameters,
      ...parameters,
    ]);
  }

  private async endThese(rows: readonly Outsider[]): Promise<number> {
    const ids = rows.map(({ session_id }) => session_id);
    let ended = 0;
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const set = ids.slice(at, at + AT_ONCE);
      ended += await this.sessions.endMany(set);
      await this.database.execute(`DELETE FROM pending_sign_ins WHERE id IN (${set.map(() => '?').join(', ')})`, set);
    }
    return ended;
  }
}
