import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { Database } from '../../database/index.js';
import { AccountSafety } from '../account-safety.js';
import type { UserProfile } from '../user-profile.js';
import { FactorMail } from './factor-mail.js';
import { SecondFactors } from './second-factors.js';

/** For operators: helps somebody who lost all factors and recovery codes. */
@Injectable()
export class FactorReset {
  constructor(
    private readonly database: Database,
    private readonly factors: SecondFactors,
    private readonly safety: AccountSafety,
    private readonly mail: FactorMail,
    private readonly audit: AuditTrail,
  ) {}

  /** Takes all factors away, ends all sessions and tells the owner; how many factors there were. */
  async reset(user: UserProfile): Promise<number> {
    return this.database.transaction(async () => {
      const removed = await this.factors.removeAll(user.id);
      const after = { removed, ended_sessions: await this.safety.lockedOut(user.id) };
      await this.audit.record({ action: 'second_factors.reset', subjectType: 'user', subjectId: user.id, after });
      await this.mail.send(user, 'reset');
      return removed;
    });
  }
}
