import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { type NewPasskey, Passkeys } from './passkeys.js';
import { SecondFactors } from './second-factors.js';
import type { Owner } from './security-desk.js';

/** Adds passkeys to accounts. */
@Injectable()
export class PasskeyEnrolment {
  constructor(
    private readonly database: Database,
    private readonly passkeys: Passkeys,
    private readonly factors: SecondFactors,
  ) {}

  /** False for a credential that somebody has already, and where there is no room. */
  async keep(owner: Owner, made: NewPasskey, name: string): Promise<boolean> {
    try {
      return await this.factors.add(owner, { kind: 'passkey', name }, async () => {
        await this.passkeys.add(owner.user.id, name, made);
        return true;
      });
    } catch (error) {
      if (this.database.dialect.isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
