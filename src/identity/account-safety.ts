import { Injectable } from '@nestjs/common';
import { TokenRevoker } from '../tokens/index.js';
import { PendingSignIns } from './factors/pending-sign-ins.js';
import { PasswordMail } from './password-mail.js';
import { OpenLinks } from './open-links.js';
import { Sessions } from './sessions.js';
import type { UserProfile } from './user-profile.js';

/**
 * What ends when an account changes hands or is closed; in the caller's transaction. Apps stay connected, Gatehouse's
 * own clients do not: their tokens can do whatever the person can.
 */
@Injectable()
export class AccountSafety {
  constructor(
    private readonly sessions: Sessions,
    private readonly links: OpenLinks,
    private readonly pending: PendingSignIns,
    private readonly mail: PasswordMail,
    private readonly tokens: TokenRevoker,
  ) {}

  /** Ends what another password opened, and tells the person; from how many browsers they were signed out. */
  async passwordChanged(user: UserProfile): Promise<number> {
    const ended = await this.lockedOut(user.id);
    await this.tokens.revokeFirstParty(user.id);
    await this.mail.sendNotice(user);
    return ended;
  }

  /** Ends everything that anybody holds of the account; from how many browsers the person was signed out. */
  async closed(userId: number): Promise<number> {
    await this.tokens.revokeAllOf(userId);
    return this.lockedOut(userId);
  }

  /** Ends sessions, begun ones too, and links that were mailed to the account. */
  async lockedOut(userId: number): Promise<number> {
    await this.links.closeAll(userId);
    await this.pending.endAll(userId);
    return this.sessions.endAll(userId);
  }
}
