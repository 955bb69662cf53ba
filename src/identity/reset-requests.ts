import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Limits } from '../limits/index.js';
import { DeviceCookies } from './device-cookie.js';
import { emailKey } from './email.js';
import { PasswordAccounts } from './password-accounts.js';
import { PasswordMail } from './password-mail.js';
import { askedFrom, mailedTo } from './password-reset-buckets.js';

const MAX_PENDING = 100;

/** What a browser asks. */
export interface ResetRequest {
  readonly email: unknown;
  readonly address: string;
  readonly deviceCookie?: string;
}

/** For people who forgot their password: a link to the mailbox of the account. */
@Injectable()
export class ResetRequests implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Password resets');
  private readonly pending = new Set<Promise<void>>();

  constructor(
    private readonly limits: Limits,
    private readonly devices: DeviceCookies,
    private readonly accounts: PasswordAccounts,
    private readonly mail: PasswordMail,
  ) {}

  /**
   * Mails a link where there is such an account. Whoever asks is not kept waiting for that: how long it takes would tell
   * whether there is one. Throws 429 `too_many_attempts`, whatever the account.
   */
  async ask({ email, address, deviceCookie }: ResetRequest): Promise<void> {
    const account = emailKey(email);
    const device = account && this.devices.deviceOf(account, deviceCookie);
    // Nobody else in its network closes this to a browser that the account knows; it counts alone.
    if (!device) await this.limits.take([askedFrom(address)]);
    if (!account || this.pending.size >= MAX_PENDING) return;
    const work = this.send(account, address, device)
      .catch((error: unknown) => this.logger.error(`A link could not be sent: ${String(error)}`))
      .finally(() => this.pending.delete(work));
    this.pending.add(work);
  }

  /** What was asked for is written before the database is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.pending);
  }

  private async send(account: string, address: string, device: string | undefined): Promise<void> {
    if ((await this.limits.tryTake(mailedTo(account, address, device))) !== undefined) return;
    const user = await this.accounts.find(account);
    if (!user?.enabled) return;
    // Whoever signs in elsewhere has no password here, and gets none by this; once nobody speaks for them, they do.
    if (await this.accounts.getsPasswordByMail(user)) await this.mail.sendLink(user);
  }
}
