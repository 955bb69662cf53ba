import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { Database } from '../../database/index.js';
import { KeyRing } from '../../keys/index.js';
import { randomId } from '../../shared/index.js';

const COUNT = 10;
const LENGTH = 10;
/** Crockford's base 32: nothing that looks like something else. Ten characters are 50 bits. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const CODE = /^[0-9a-hjkmnp-tv-z]{10}$/;

/** A set of codes that a person may keep instead of the one that they have. */
export interface RecoveryDraft {
  readonly setId: string;
  /** The set that it replaces; null for the first. */
  readonly replaces: string | null;
  readonly codes: readonly string[];
}

/** Codes for people who lost their factors: each good once. */
@Injectable()
export class RecoveryCodes {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly audit: AuditTrail,
  ) {}

  /** How many are left. */
  async left(userId: number): Promise<number> {
    const [row] = await this.database.query<{ n: number }>(
      'SELECT COUNT(*) AS n FROM recovery_codes WHERE user_id = ?',
      [userId],
    );
    return Number(row.n);
  }

  /** Whether the person ever had some, used up or not. */
  async hasSet(userId: number): Promise<boolean> {
    return (await this.setOf(userId)) !== undefined;
  }

  /** A new set, which is good for nothing before it is kept. */
  async draft(userId: number): Promise<RecoveryDraft> {
    const replaces = (await this.setOf(userId)) ?? null;
    return { setId: randomId(), replaces, codes: Array.from({ length: COUNT }, newCode) };
  }

  /** Keeps a set instead of the one before, once; false where another one was kept since. In the caller's transaction. */
  async keep(userId: number, { setId, replaces, codes }: RecoveryDraft): Promise<boolean> {
    if (!(await this.replace(userId, setId, replaces))) return false;
    await this.database.execute('DELETE FROM recovery_codes WHERE user_id = ?', [userId]);
    for (const code of codes) {
      const hash = this.keys.hash(textOf(userId, code.replace('-', '')));
      await this.database.execute('INSERT INTO recovery_codes (hash, user_id) VALUES (?, ?)', [hash, userId]);
    }
    await this.record('recovery_codes.renewed', userId, codes.length);
    return true;
  }

  /** Uses a code up, for one of several who try, in the caller's transaction; false where it is not good. */
  async use(userId: number, typed: string): Promise<boolean> {
    const code = plain(typed);
    if (!CODE.test(code)) return false;
    const hashes = this.keys.hashes(textOf(userId, code));
    const used = await this.database.execute(
      `DELETE FROM recovery_codes WHERE user_id = ? AND hash IN (${hashes.map(() => '?').join(', ')})`,
      [userId, ...hashes],
    );
    if (used !== 1) return false;
    await this.record('recovery_code.used', userId, await this.left(userId));
    return true;
  }

  /** Ends all codes, in the caller's transaction. */
  async removeAll(userId: number): Promise<void> {
    await this.database.execute('DELETE FROM recovery_codes WHERE user_id = ?', [userId]);
    await this.database.execute('DELETE FROM recovery_sets WHERE user_id = ?', [userId]);
  }

  private async setOf(userId: number): Promise<string | undefined> {
    const sql = 'SELECT set_id FROM recovery_sets WHERE user_id = ?';
    const [row] = await this.database.query<{ set_id: string }>(sql, [userId]);
    return row?.set_id;
  }

  private async replace(userId: number, setId: string, replaces: string | null): Promise<boolean> {
    const { now, insertIgnore } = this.database.dialect;
    if (replaces === null) {
      const sql = `${insertIgnore} INTO recovery_sets (user_id, set_id, created_at) VALUES (?, ?, ${now})`;
      return (await this.database.execute(sql, [userId, setId])) === 1;
    }
    const sql = `UPDATE recovery_sets SET set_id = ?, created_at = ${now} WHERE user_id = ? AND set_id = ?`;
    return (await this.database.execute(sql, [setId, userId, replaces])) === 1;
  }

  private record(action: string, userId: number, left: number): Promise<void> {
    return this.audit.record({ action, subjectType: 'user', subjectId: userId, actorId: userId, after: { left } });
  }
}

function newCode(): string {
  const text = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${text.slice(0, LENGTH / 2)}-${text.slice(LENGTH / 2)}`;
}

/** As Crockford reads what people copied by hand. */
const plain = (typed: string): string =>
  typed.slice(0, 64).toLowerCase().replace(/[\s-]/g, '').replaceAll('o', '0').replace(/[il]/g, '1');

const textOf = (userId: number, code: string): string => `recovery:${userId}:${code}`;
