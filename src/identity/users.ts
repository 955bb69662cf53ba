import { Injectable } from '@nestjs/common';
import { In, IsNull, Not } from 'typeorm';
import { AuditTrail } from '../audit/index.js';
import { Database } from '../database/index.js';
import { conflict, invalidFields, notFound } from '../shared/index.js';
import { AccountSafety } from './account-safety.js';
import { emailKey } from './email.js';
import { PASSWORD_FAULTS, type PasswordHolder, passwordFault } from './password-rules.js';
import { Passwords } from './passwords.js';
import { Principals } from './principals.js';
import { User } from './user.entity.js';
import type { UserDetails, UserProfile } from './user-profile.js';

export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

/** A login that is ready to be made. */
export interface PreparedUser {
  readonly key: string;
  readonly email: string;
  readonly name: string;
  /** Null for somebody who signs in elsewhere. */
  readonly passwordHash: string | null;
}

/** A user with what sign-in verifies against; stays inside this module. */
export interface UserWithPassword extends UserProfile {
  readonly passwordHash: string | null;
}

interface Row {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly enabled: number;
  readonly locale: string | null;
  readonly email_verified_at: number | null;
  readonly password_hash: string | null;
  readonly password_epoch: number | string;
}

const SELECT =
  'SELECT p.id, u.email, p.name, p.enabled, u.locale, u.email_verified_at, u.password_hash, u.password_epoch' +
  ' FROM users u JOIN principals p ON p.id = u.principal_id';

/** Human logins, global across companies. */
@Injectable()
export class Users {
  constructor(
    private readonly database: Database,
    private readonly principals: Principals,
    private readonly passwords: Passwords,
    private readonly safety: AccountSafety,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Creates a login. Throws 422 `invalid_fields`, 409 `email_taken`: for operators only, since the answer tells
   * whether an address has an account.
   */
  async create(user: NewUser): Promise<UserProfile> {
    const prepared = await this.prepare(user);
    return this.database.transaction(() => this.add(prepared));
  }

  /** Checks and hashes, which takes its time, before a transaction in which somebody {@link add}s. Throws 422. */
  async prepare({ email, name, password }: NewUser): Promise<PreparedUser> {
    const key = checked(email, name, password);
    return { key, email: email.trim(), name: name.trim(), passwordHash: await this.passwords.hash(password) };
  }

  /** Creates the login in the caller's transaction. Throws 409 `email_taken`. */
  async add({ key, email, name, passwordHash }: PreparedUser): Promise<UserProfile> {
    try {
      const id = await this.principals.create('user', name);
      const none = { locale: null, passwordEpoch: 0 };
      const row = { principalId: id, email, emailKey: key, passwordHash, emailVerifiedAt: null, ...none };
      await this.database.repository(User).insert(row);
      await this.audit.record({ action: 'user.created', subjectType: 'user', subjectId: id, after: { name } });
      return { id, email, name, enabled: true, ...none };
    } catch (error) {
      if (!this.database.dialect.isDuplicateKey(error)) throw error;
      throw conflict('email_taken', 'There is already an account with this e-mail address.');
    }
  }

  /** Creates the login of somebody whose address was proven elsewhere, in the caller's transaction. Throws 409. */
  addWithoutPassword({ email, name }: Pick<NewUser, 'email' | 'name'>): Promise<UserProfile> {
    const key = emailKey(email);
    if (!key) throw invalidFields({ email: ['Must be an e-mail address.'] });
    return this.add({ key, email, name, passwordHash: null });
  }

  /** Those of the ids who have a password. */
  async havingPassword(ids: readonly number[]): Promise<ReadonlySet<number>> {
    if (ids.length === 0) return new Set();
    const rows = await this.database.repository(User).find({
      select: { principalId: true },
      where: { principalId: In([...ids]), passwordHash: Not(IsNull()) },
    });
    return new Set(rows.map(({ principalId }) => principalId));
  }

  async hasPassword(id: number): Promise<boolean> {
    return this.database.repository(User).existsBy({ principalId: id, passwordHash: Not(IsNull()) });
  }

  async find(id: number): Promise<UserDetails | undefined> {
    const [row] = await this.database.query<Row>(`${SELECT} WHERE p.id = ?`, [id]);
    return row && profileOf(row);
  }

  /** Those of the ids that are users, by id. */
  async findMany(ids: readonly number[]): Promise<Map<number, UserProfile>> {
    if (ids.length === 0) return new Map();
    const marks = ids.map(() => '?').join(', ');
    const rows = await this.database.query<Row>(`${SELECT} WHERE p.id IN (${marks})`, ids);
    return new Map(rows.map((row) => [Number(row.id), profileOf(row)]));
  }

  async findByEmail(email: string): Promise<UserProfile | undefined> {
    const found = await this.findForSignIn(emailKey(email));
    if (!found) return undefined;
    const { passwordHash: _, ...profile } = found;
    return profile;
  }

  /** @internal For {@link SignIn}; asks the database for a malformed address too, so that it costs the same. */
  async findForSignIn(key: string | undefined): Promise<UserWithPassword | undefined> {
    const [row] = await this.database.query<Row>(`${SELECT} WHERE u.email_key = ?`, [key ?? '']);
    return row && { ...profileOf(row), passwordHash: row.password_hash };
  }

  /** A link that was sent to the account's own address was followed; in the caller's transaction. */
  async proveEmail(id: number): Promise<void> {
    const { now } = this.database.dialect;
    await this.database.execute(
      `UPDATE users SET email_verified_at = ${now} WHERE principal_id = ? AND email_verified_at IS NULL`,
      [id],
    );
  }

  /**
   * Sets a new password and ends all sessions. `epoch`: of the only password that it may replace. Throws 404, 422, 409
   * `password_changed` where there is another one by now.
   */
  async changePassword(id: number, password: string, epoch?: number): Promise<void> {
    const user = await this.find(id);
    if (!user) throw notFound();
    refuseFaulty(password, user);
    const passwordHash = await this.passwords.hash(password);
    await this.database.transaction(() => this.setPassword(id, passwordHash, epoch));
  }

  /**
   * @internal What every change of a password comes to, in the caller's transaction: sessions and links for another one
   * end, and the person is told. Apps stay connected. Throws as {@link changePassword} does.
   */
  async setPassword(id: number, passwordHash: string, epoch?: number): Promise<void> {
    const user = await this.find(id);
    if (!user) throw notFound();
    const changed = await this.database.execute(
      'UPDATE users SET password_hash = ?, password_epoch = password_epoch + 1' +
        ' WHERE principal_id = ? AND password_epoch = COALESCE(?, password_epoch)',
      [passwordHash, id, epoch ?? null],
    );
    if (changed === 0) throw conflict('password_changed', 'The password was changed meanwhile.');
    const after = { ended_sessions: await this.safety.passwordChanged(user) };
    await this.audit.record({ action: 'user.password_changed', subjectType: 'user', subjectId: id, after });
  }

  /** Ends a user's sessions and tokens, and refuses new ones. Throws 404. */
  block(id: number): Promise<void> {
    return this.setBlocked(id, true);
  }

  /** Lets a blocked user sign in again; nothing that was ended comes back. Throws 404. */
  unblock(id: number): Promise<void> {
    return this.setBlocked(id, false);
  }

  /**
   * @internal What closing an account comes to here, in the caller's transaction: nobody signs in as this user again,
   * and the address is free. False where it was closed before.
   */
  async close(id: number): Promise<boolean> {
    const address = `closed-${id}@closed.invalid`;
    const closed = await this.database.execute(
      'UPDATE users SET email = ?, email_key = ?, password_hash = NULL, email_verified_at = NULL,' +
        ' password_epoch = password_epoch + 1 WHERE principal_id = ? AND email_key <> ?',
      [address, address, id, address],
    );
    if (closed === 0) return false;
    await this.principals.setEnabled(id, false);
    const after = { ended_sessions: await this.safety.closed(id) };
    await this.audit.record({ action: 'user.closed', subjectType: 'user', subjectId: id, after });
    return true;
  }

  private async setBlocked(id: number, blocked: boolean): Promise<void> {
    await this.database.transaction(async () => {
      if (!(await this.find(id))) throw notFound();
      if (!(await this.principals.setEnabled(id, !blocked))) return;
      if (blocked) await this.safety.lockedOut(id);
      await this.audit.record({
        action: blocked ? 'user.blocked' : 'user.unblocked',
        subjectType: 'user',
        subjectId: id,
        before: { enabled: blocked },
        after: { enabled: !blocked },
      });
    });
  }
}

const MAX_NAME = 200;

/** Checks all fields at once; returns the key of the address. */
function checked(email: string, name: string, password: string): string {
  const key = emailKey(email);
  const fields: Record<string, string[]> = {};
  if (!key || email.trim().length > 254) fields.email = ['Must be an e-mail address.'];
  if (name.trim() === '' || name.length > MAX_NAME) fields.name = [`Must have 1 to ${MAX_NAME} characters.`];
  const fault = passwordFault(password, { email, name });
  if (fault) fields.password = [PASSWORD_FAULTS[fault]];
  if (!key || Object.keys(fields).length > 0) throw invalidFields(fields);
  return key;
}

function refuseFaulty(password: string, holder: PasswordHolder): void {
  const fault = passwordFault(password, holder);
  if (fault) throw invalidFields({ password: [PASSWORD_FAULTS[fault]] });
}

const profileOf = (row: Row): UserDetails => ({
  id: Number(row.id),
  email: row.email,
  name: row.name,
  enabled: Number(row.enabled) === 1,
  locale: row.locale,
  passwordEpoch: Number(row.password_epoch),
  emailVerified: row.email_verified_at !== null,
});
