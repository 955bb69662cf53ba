import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { KeyRing } from '../../keys/index.js';
import { randomId } from '../../shared/index.js';
import { newTotpKey, stepsOf } from './totp.js';
import { TotpFactor } from './totp-factor.entity.js';

/** An app that a person is about to add. */
export interface NewTotp {
  readonly id: string;
  readonly key: Buffer;
}

/** Apps that show codes: `otp`. */
@Injectable()
export class TotpFactors {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  /** What an app is to be given; nothing is kept before the person shows that the app has it. */
  static prepare(): NewTotp {
    return { id: randomId(), key: newTotpKey() };
  }

  /**
   * Keeps the app if `code` is one that it shows now, in the caller's transaction; false where it is not. Throws a
   * duplicate key for one that was kept already.
   */
  async add(userId: number, { id, key }: NewTotp, name: string, code: string): Promise<boolean> {
    const now = await this.database.now();
    const [step] = stepsOf(key, code, now);
    if (step === undefined) return false;
    const sealedKey = this.keys.seal('factor', key, placeOf(userId, id));
    const row = { id, userId, name, sealedKey, lastStep: step, createdAt: now, lastUsedAt: now };
    await this.database.repository(TotpFactor).insert(row);
    return true;
  }

  /** Uses up the code of one of the person's apps, for one of several who try; false where it is not good. */
  async use(userId: number, code: string): Promise<boolean> {
    const now = await this.database.now();
    const factors = await this.database.repository(TotpFactor).findBy({ userId });
    for (const { id, sealedKey } of factors) {
      const key = this.keys.open('factor', sealedKey, placeOf(userId, id));
      for (const step of key ? stepsOf(key, code, now) : []) if (await this.take(id, step)) return true;
    }
    return false;
  }

  private async take(id: string, step: number): Promise<boolean> {
    const taken = await this.database.execute(
      `UPDATE totp_factors SET last_step = ?, last_used_at = ${this.database.dialect.now} WHERE id = ? AND last_step < ?`,
      [step, id, step],
    );
    return taken === 1;
  }
}

/** A key sealed for one person and row opens in no other. */
const placeOf = (userId: number, id: string): string => `totp:${userId}:${id}`;
