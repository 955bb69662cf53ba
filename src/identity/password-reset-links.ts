import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { KeyRing } from '../keys/index.js';
import { newSecret, SECRET_PREFIXES, secretPayload } from '../shared/index.js';

export const RESET_MS = 30 * 60_000;

/** Whose password a link may set. */
export interface ResettablePassword {
  readonly userId: number;
  readonly email: string;
  readonly name: string;
}

/** The links of people who forgot their password: one per account, good once. */
@Injectable()
export class PasswordResetLinks {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  /** A new link, and the end of the former one; in the caller's transaction. */
  async issue(userId: number): Promise<string> {
    const token = newSecret(SECRET_PREFIXES.passwordReset);
    const [hash, expiresAt] = [this.keys.hash(token), (await this.database.now()) + RESET_MS];
    const { insertIgnore } = this.database.dialect;
    await this.database.execute(`${insertIgnore} INTO password_resets (user_id, hash, expires_at) VALUES (?, ?, ?)`, [
      userId,
      hash,
      expiresAt,
    ]);
    await this.database.execute('UPDATE password_resets SET hash = ?, expires_at = ? WHERE user_id = ?', [
      hash,
      expiresAt,
      userId,
    ]);
    return token;
  }

  /** Undefined for a token that is damaged, foreign, used, replaced or ran out, or whose account is blocked. */
  async find(token: string): Promise<ResettablePassword | undefined> {
    if (secretPayload(SECRET_PREFIXES.passwordReset, token) === undefined) return undefined;
    const hashes = this.keys.hashes(token);
    const [row] = await this.database.query<{ user_id: number | string; email: string; name: string }>(
      `SELECT r.user_id, u.email, p.name FROM password_resets r JOIN users u ON u.principal_id = r.user_id
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
      `DELETE FROM password_resets WHERE hash IN (${marks(hashes)}) AND expires_at > ${this.database.dialect.now}`,
      hashes,
    );
    return taken === 1;
  }

  /** Ends the link of an account. */
  async close(userId: number): Promise<void> {
    await this.database.execute('DELETE FROM password_resets WHERE user_id = ?', [userId]);
  }
}

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');
