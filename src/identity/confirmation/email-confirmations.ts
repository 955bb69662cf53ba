import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { type Bucket, Limits } from '../../limits/index.js';
import type { LinkOwner } from '../mailed-links.js';
import type { UserProfile } from '../user-profile.js';
import { Users } from '../users.js';
import { ConfirmationNews } from './confirmation-news.js';
import { EmailConfirmationLinks } from './email-confirmation-links.js';

const mailsTo = (userId: number): Bucket => ({ name: `email_confirmation:${userId}`, limit: 5, windowSeconds: 3_600 });

/** What came of asking for a link. */
export type Asked = 'sent' | 'confirmed_already' | 'too_often';

/**
 * Proof that the address of an account is its owner's: whoever is signed in to the account, and reads what is mailed to
 * the address. A link alone proves nothing, or a stranger's account could have an address confirmed by its reader.
 */
@Injectable()
export class EmailConfirmations {
  constructor(
    private readonly database: Database,
    private readonly links: EmailConfirmationLinks,
    private readonly users: Users,
    private readonly limits: Limits,
    private readonly news: ConfirmationNews,
  ) {}

  /** Mails a new link, which ends the former one. */
  async ask(user: UserProfile): Promise<Asked> {
    if (await this.isConfirmed(user.id)) return 'confirmed_already';
    if ((await this.limits.tryTake([mailsTo(user.id)])) !== undefined) return 'too_often';
    await this.database.transaction(async () => this.news.mail(user, await this.links.issue(user.id)));
    return 'sent';
  }

  async isConfirmed(userId: number): Promise<boolean> {
    return (await this.users.find(userId))?.emailVerified === true;
  }

  /** The account of a link that this person may use; undefined for a link that is not good, or is another's. */
  async find(token: string, userId: number): Promise<LinkOwner | undefined> {
    const found = await this.links.find(token);
    return found?.userId === userId ? found : undefined;
  }

  /** Once; false where the link is not good for this person. */
  confirm(token: string, userId: number): Promise<boolean> {
    return this.database.transaction(async () => {
      if (!(await this.find(token, userId)) || !(await this.links.take(token))) return false;
      await this.users.proveEmail(userId);
      await this.news.record(userId);
      return true;
    });
  }
}
