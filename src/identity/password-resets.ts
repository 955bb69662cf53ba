import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { PasswordResetLinks, type ResettablePassword } from './password-reset-links.js';
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
  ) {}

  /** Whose password the link may set; undefined for a link that is not good. */
  find(token: string): Promise<ResettablePassword | undefined> {
    return this.links.find(token);
  }

  /** Sets the new password, for one of several who try with a link, and ends all sessions; false where it is not good. */
  async redeem(token: string, password: string): Promise<boolean> {
    const passwordHash = await this.passwords.hash(password);
    return this.database.transaction(async () => {
      const found = await this.links.find(token);
      if (!found || !(await this.links.take(token))) return false;
      await this.users.setPassword(found.userId, passwordHash);
      await this.users.proveEmail(found.userId);
      return true;
    });
  }
}
