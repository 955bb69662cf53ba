import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { emailKey } from './email.js';
import { PasswordAccounts } from './password-accounts.js';
import type { LinkOwner } from './mailed-links.js';
import { PasswordResetLinks } from './password-reset-links.js';
import { Passwords } from './passwords.js';
import { Users } from './users.js';

/** For people who hold the link of a mail: a new password. */
@Injectable()
export class PasswordResets {
  constructor(
    private readonly database: Database,
    private readonly links: PasswordResetLinks,
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly accounts: PasswordAccounts,
  ) {}

  /** Whose password the link may set; undefined for a link that is not good. */
  async find(token: string): Promise<LinkOwner | undefined> {
    const found = await this.links.find(token);
    // A company may have decided since the mail was sent that its people have no passwords here, or proven their domain.
    const account = found && (await this.accounts.find(emailKey(found.email) ?? ''));
    return account && (await this.accounts.getsPasswordByMail(account)) ? found : undefined;
  }

  /** Sets the new password, for one of several who try with a link, and ends all sessions; false where it is not good. */
  async redeem(token: string, password: string): Promise<boolean> {
    const passwordHash = await this.passwords.hash(password);
    return this.database.transaction(async () => {
      const found = await this.find(token);
      if (!found || !(await this.links.take(token))) return false;
      await this.users.setPassword(found.userId, passwordHash);
      await this.users.proveEmail(found.userId);
      return true;
    });
  }
}
