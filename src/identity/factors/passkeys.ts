import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { Database } from '../../database/index.js';
import { randomId } from '../../shared/index.js';
import type { AuthenticationMethod } from '../sessions.js';
import type { UserProfile } from '../user-profile.js';
import { Users } from '../users.js';
import { Passkey } from './passkey.entity.js';

/** A passkey that signed a challenge of ours, and the counter that it told. */
export interface SignedPasskey {
  readonly passkey: Passkey;
  readonly user: UserProfile;
  readonly counter: number;
  readonly backedUp: boolean;
}

/** What an authenticator told of a passkey that it made. */
export type NewPasskey = Pick<
  Passkey,
  'credentialId' | 'publicKey' | 'userHandle' | 'counter' | 'transports' | 'synced' | 'backedUp'
>;

/** The public halves of people's passkeys. */
@Injectable()
export class Passkeys {
  constructor(
    private readonly database: Database,
    private readonly users: Users,
    private readonly audit: AuditTrail,
  ) {}

  of(userId: number): Promise<Passkey[]> {
    return this.database.repository(Passkey).findBy({ userId });
  }

  /** The passkey and its person; undefined for a credential that nobody has, or somebody who is blocked. */
  async byCredential(credentialId: string): Promise<{ passkey: Passkey; user: UserProfile } | undefined> {
    const found = await this.database.repository(Passkey).findOneBy({ credentialHash: hashOf(credentialId) });
    const user = found ? await this.users.find(found.userId) : undefined;
    return found && user?.enabled ? { passkey: found, user } : undefined;
  }

  /** In the caller's transaction. Throws a duplicate key for a credential that somebody has. */
  async add(userId: number, name: string, passkey: NewPasskey): Promise<void> {
    const createdAt = await this.database.now();
    const row = { ...passkey, id: randomId(), userId, name, createdAt, lastUsedAt: null };
    await this.database.repository(Passkey).insert({ ...row, credentialHash: hashOf(passkey.credentialId) });
  }

  /**
   * Counts a use, in the caller's transaction; the methods that it proves. Undefined where the passkey is gone, or its
   * counter does not grow any more: then there are two of it (WebAuthn §6.1.1).
   */
  async use({ passkey, counter, backedUp }: SignedPasskey): Promise<AuthenticationMethod[] | undefined> {
    const { now } = this.database.dialect;
    const used = await this.database.execute(
      `UPDATE passkeys SET counter = ?, backed_up = ?, last_used_at = ${now}
       WHERE id = ? AND (counter < ? OR (counter = 0 AND ? = 0))`,
      [counter, Number(backedUp), passkey.id, counter, counter],
    );
    if (used === 1) return [passkey.synced ? 'swk' : 'hwk', 'user'];
    if (!(await this.isKept(passkey))) return undefined;
    await this.audit.record({
      action: 'passkey.counter_regressed',
      subjectType: 'user',
      subjectId: passkey.userId,
      after: { name: passkey.name, told: counter },
    });
    return undefined;
  }

  /** Somebody may take a passkey off the account while it signs: that is no sign of a second one. */
  private async isKept({ id }: Passkey): Promise<boolean> {
    const sql = `SELECT id FROM passkeys WHERE id = ?${this.database.dialect.forUpdate}`;
    return (await this.database.query(sql, [id])).length > 0;
  }
}

const hashOf = (credentialId: string): string => createHash('sha256').update(credentialId).digest('base64url');
