import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { KeyRing } from '../keys/index.js';
import { newSecret, type SecretPrefix, secretPayload } from '../shared/index.js';

/** What a link is for. Its table has the columns `user_id` (its key), `hash` and `expires_at`. */
export interface LinkKind {
  readonly table: 'password_resets' | 'email_confirmations';
  readonly prefix: SecretPrefix;
  readonly lifetimeMs: number;
}

/** Whose link it is. */
export interface LinkOwner {
  readonly userId: number;
  readonly email: string;
  readonly name: string;
}

/** Links that are mailed to people: one per account and kind, good once. */
@Injectable()
export abstract class MailedLinks {
  protected abstract readonly kind: LinkKind;

  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  /** A new link's token, and the end of the former one; in the caller's transaction. */
  async issue(userId: number): Promise<string> {
    const { table, prefix, lifetimeMs } = this.kind;
    const token = newSecret(prefix);
    const [hash, expiresAt] = [this.keys.hash(token), (await this.database.now()) + lifetimeMs];
    const { insertIgnore } = this.database.dialect;
    await this.database.execute(`${insertIgnore} INTO ${table} (user_id, hash, expires_at) VALUES (?, ?, ?)`, [
      userId,
      hash,
      expiresAt,
    ]);
    await this.database.execute(`UPDATE ${table} SET hash = ?, expires_at = ? WHERE user_id = ?`, [
      hash,
      expiresAt,
      userId,
    ]);
    return token;
  }

  /** Undefined for a token that is damaged, foreign, used, replaced or ran out, or whose account is blocked. */
  async find(token: string): Promise<LinkOwner | undefined> {
    if (secretPayload(this.kind.prefix, token) === undefined) return undefined;
    const hashes = this.keys.hashes(token);
    const [row] = await this.database.query<{ user_id: number | string; email: string; name: string }>(
      `SELECT r.user_id, u.email, p.name FROM ${this.kind.table} r JOIN users u ON u.principal_id = r.user_id
       JOIN principals p ON p.id = r.user_id
       WHERE r.hash IN (${marks(hashes)}) AND r.expires_at > ${this.database.dialect.now} AND p.enabled = 1`,
      hashes,
    );
    return row && { userId: Number(row.user_id), email: row.email, name: row.name };
  }

  /** Uses the link up, for one of several who try; false where it is not good any more. */
  async take(token: string): Promise<boolean> {
    const hashes = this.keys.hashes(token);
    const taken = await this.database.execute(
      `DELETE FROM ${this.kind.table} WHERE hash IN (${marks(hashes)}) AND expires_at > ${this.database.dialect.now}`,
      hashes,
    );
    return taken === 1;
  }

  /** Ends the link of an account. */
  async close(userId: number): Promise<void> {
    await this.database.execute(`DELETE FROM ${this.kind.table} WHERE user_id = ?`, [userId]);
  }
}

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');
