import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import { Limits } from '../limits/index.js';
import { DomainError } from '../shared/index.js';
import { Users } from './users.js';

const MAX_PENDING = 100;

/** What makes one event an hour and account of any number of refused attempts. */
const alarmOf = (account: string) => ({ name: `sign_in:alarm:${account}`, limit: 1, windowSeconds: 3_600 });

/**
 * Tells the audit trail of accounts that are guessed at. Single failures are counted, not recorded: the trail is kept
 * for ever, and anybody could fill it.
 */
@Injectable()
export class GuessingAlarm implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Sign-in');
  private readonly pending = new Map<string, Promise<void>>();

  constructor(
    private readonly limits: Limits,
    private readonly users: Users,
    private readonly audit: AuditTrail,
  ) {}

  /** Keeps nobody waiting: how long it takes would tell whether there is such an account. */
  raise(account: string): void {
    if (this.pending.size >= MAX_PENDING || this.pending.has(account)) return;
    const work = this.record(account)
      .catch((error: unknown) => this.logger.error(`Guessing could not be recorded: ${String(error)}`))
      .finally(() => this.pending.delete(account));
    this.pending.set(account, work);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.pending.values());
  }

  private async record(account: string): Promise<void> {
    if (!(await this.isFirst(account))) return;
    const user = await this.users.findForSignIn(account);
    if (!user) return;
    const event = { action: 'sign_in.throttled', subjectType: 'user', subjectId: user.id };
    await this.audit.record({ ...event, actorId: null, clientId: null });
  }

  private async isFirst(account: string): Promise<boolean> {
    try {
      await this.limits.take([alarmOf(account)]);
      return true;
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'too_many_requests') return false;
      throw error;
    }
  }
}
