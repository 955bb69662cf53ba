import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { InstallationRequestStore } from '../../app-management/index.js';
import { ExpiringSecrets } from './expiring-secrets.js';

const EVERY_MS = 60 * 60_000;
/** Not at the start, when there is most to do, and not in commands, which end before. */
const FIRST_MS = 60_000;
const MOST_AT_ONCE = 500;

/** Tells of what happens by the clock alone: secrets that end soon, wishes that nobody answered in time. */
@Injectable()
export class Reminders implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Webhooks');
  private timers: NodeJS.Timeout[] = [];
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly secrets: ExpiringSecrets,
    private readonly requests: InstallationRequestStore,
  ) {}

  onApplicationBootstrap(): void {
    const begin = (): void => void (this.running = this.running.then(() => this.run()));
    this.timers = [setTimeout(begin, FIRST_MS), setInterval(begin, EVERY_MS)];
    for (const timer of this.timers) timer.unref();
  }

  /** Before the database is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.running;
  }

  /** What is due now; processes may do it at the same time, and each thing is told of once. */
  async remind(): Promise<void> {
    await this.secrets.tell();
    await this.requests.expireDue(MOST_AT_ONCE);
  }

  private async run(): Promise<void> {
    await this.remind().catch((error: unknown) => this.logger.error(`Reminders were not sent: ${String(error)}`));
  }
}
