import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { SecondFactors } from '../factors/second-factors.js';
import { AccountLeaving } from '../ports.js';
import type { UserProfile } from '../user-profile.js';
import { Users } from '../users.js';
import { ClosingMail } from './closing-mail.js';

/**
 * Closes accounts for good (domain.md, Life cycles). The name stays, since the history keeps its actor; the address is
 * free for a new account, which has nothing of this one.
 */
@Injectable()
export class AccountClosure {
  constructor(
    private readonly database: Database,
    private readonly users: Users,
    private readonly factors: SecondFactors,
    private readonly leaving: AccountLeaving,
    private readonly mail: ClosingMail,
  ) {}

  /** Once, however often it is asked. Throws 409 `owns_apps`, `last_administrator`. */
  close(user: UserProfile): Promise<void> {
    return this.database.transaction(async () => {
      if (!(await this.users.close(user.id))) return;
      await this.factors.removeAll(user.id);
      await this.leaving.leaveAll(user.id);
      await this.mail.send(user);
    });
  }
}
