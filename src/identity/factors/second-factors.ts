import { Injectable, Optional } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { Database } from '../../database/index.js';
import { FactorDemands } from '../ports.js';
import type { Session } from '../sessions.js';
import type { UserProfile } from '../user-profile.js';
import { FactorMail } from './factor-mail.js';
import { RecoveryCodes } from './recovery-codes.js';

/** `totp`: an app that shows codes. */
export type FactorKind = 'totp' | 'passkey';

/** A factor as its owner sees it. Times are epoch milliseconds. */
export interface Factor {
  readonly id: string;
  readonly kind: FactorKind;
  readonly name: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

/** What somebody adds. */
export type NewFactor = Pick<Factor, 'kind' | 'name'>;

/** Who adds it, and in which session. */
export interface FactorOwner {
  readonly user: UserProfile;
  readonly session: Pick<Session, 'authenticatedAt'>;
}

/** `demanded`: the last one, while a company demands one. */
export type Removal = 'removed' | 'unknown' | 'demanded';

interface Row {
  readonly id: string;
  readonly kind: FactorKind;
  readonly name: string;
  readonly created_at: number;
  readonly last_used_at: number | null;
}

/** Nobody needs more, and every sign-in looks at all of them. */
const MAX_FACTORS = 20;
const TABLES: Readonly<Record<FactorKind, string>> = { totp: 'totp_factors', passkey: 'passkeys' };

/** What a person signs in with beside the password, whatever the kind. */
@Injectable()
export class SecondFactors {
  constructor(
    private readonly database: Database,
    private readonly codes: RecoveryCodes,
    private readonly mail: FactorMail,
    private readonly audit: AuditTrail,
    @Optional() private readonly demands?: FactorDemands,
  ) {}

  /** Oldest first. */
  async list(userId: number): Promise<Factor[]> {
    const rows = await this.database.query<Row>(
      `SELECT id, 'totp' AS kind, name, created_at, last_used_at FROM totp_factors WHERE user_id = ?
       UNION ALL SELECT id, 'passkey' AS kind, name, created_at, last_used_at FROM passkeys WHERE user_id = ?`,
      [userId, userId],
    );
    return rows.map(factorOf).sort((a, b) => a.createdAt - b.createdAt || a.id.localeCompare(b.id));
  }

  /** Whether signing in takes a second factor. */
  async has(userId: number): Promise<boolean> {
    const [row] = await this.database.query<{ n: number }>(
      `SELECT EXISTS (SELECT 1 FROM totp_factors WHERE user_id = ?)
        + EXISTS (SELECT 1 FROM passkeys WHERE user_id = ?) AS n`,
      [userId, userId],
    );
    return Number(row.n) > 0;
  }

  /** The companies that demand a second factor of a person, by name. */
  async demandedBy(userId: number): Promise<readonly string[]> {
    return (await this.demands?.demandedBy(userId)) ?? [];
  }

  /**
   * Runs `keep` for a factor that it adds, where there is room; false where it kept none. A session of which nobody can
   * tell when its person signed in adds the first one alone, however many are sent at once.
   */
  async add({ user, session }: FactorOwner, { kind, name }: NewFactor, keep: () => Promise<boolean>): Promise<boolean> {
    return this.database.transaction(async () => {
      await this.lock(user.id);
      const most = session.authenticatedAt === 0 ? 1 : MAX_FACTORS;
      if ((await this.list(user.id)).length >= most || !(await keep())) return false;
      await this.record('second_factor.added', user.id, { after: { kind, name } });
      await this.mail.send(user, 'added', name);
      return true;
    });
  }

  /** False where the person has no such factor. */
  async rename(userId: number, id: string, name: string): Promise<boolean> {
    return this.database.transaction(async () => {
      await this.lock(userId);
      const factor = (await this.list(userId)).find((one) => one.id === id);
      if (!factor || factor.name === name) return factor !== undefined;
      await this.database.execute(`UPDATE ${TABLES[factor.kind]} SET name = ? WHERE id = ?`, [name, id]);
      const { kind } = factor;
      const change = { before: { kind, name: factor.name }, after: { kind, name } };
      await this.record('second_factor.renamed', userId, change);
      return true;
    });
  }

  /** Recovery codes go with the last factor. */
  async delete(user: UserProfile, id: string): Promise<Removal> {
    return this.database.transaction(async () => {
      await this.lock(user.id);
      const all = await this.list(user.id);
      const factor = all.find((one) => one.id === id);
      if (!factor) return 'unknown';
      const isLast = all.length === 1;
      if (isLast && (await this.demandedBy(user.id)).length > 0) return 'demanded';
      await this.database.execute(`DELETE FROM ${TABLES[factor.kind]} WHERE id = ?`, [id]);
      if (isLast) await this.codes.removeAll(user.id);
      const { kind, name } = factor;
      await this.record('second_factor.removed', user.id, { before: { kind, name } });
      await this.mail.send(user, 'removed', name);
      return 'removed';
    });
  }

  /** Takes everything away, in the caller's transaction; how many factors. */
  async removeAll(userId: number): Promise<number> {
    await this.lock(userId);
    const { length: removed } = await this.list(userId);
    for (const table of Object.values(TABLES)) {
      await this.database.execute(`DELETE FROM ${table} WHERE user_id = ?`, [userId]);
    }
    await this.codes.removeAll(userId);
    return removed;
  }

  /** Until the end of the caller's transaction nobody else changes what the person has. */
  async lock(userId: number): Promise<void> {
    await this.database.query(
      `SELECT principal_id FROM users WHERE principal_id = ?${this.database.dialect.forUpdate}`,
      [userId],
    );
  }

  private record(action: string, userId: number, change: { before?: object; after?: object }): Promise<void> {
    return this.audit.record({ action, subjectType: 'user', subjectId: userId, ...change });
  }
}

const factorOf = (row: Row): Factor => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  createdAt: Number(row.created_at),
  lastUsedAt: row.last_used_at === null ? null : Number(row.last_used_at),
});
