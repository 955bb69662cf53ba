import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { DomainChecks } from './domain-checks.js';

const EVERY_MS = 60 * 60_000;
/** Not at the start, when there is most to do. */
const FIRST_MS = 120_000;

/** Has the proofs of domains looked at again by the clock. */
@Injectable()
export class DomainWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Single sign-on');
  private timers: NodeJS.Timeout[] = [];
  private running: Promise<void> = Promise.resolve();
  private isStopping = false;

  constructor(
    private readonly checks: DomainChecks,
    private readonly http: HttpAdapterHost,
  ) {}

  /** Servers alone: a command ends before. */
  onApplicationBootstrap(): void {
    if (!this.http.httpAdapter) return;
    const begin = (): void => void (this.running = this.running.then(() => this.run()));
    this.timers = [setTimeout(begin, FIRST_MS), setInterval(begin, EVERY_MS)];
    for (const timer of this.timers) timer.unref();
  }

  /** Before the database is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    for (const timer of this.timers) clearInterval(timer);
    await this.running;
  }

  private async run(): Promise<void> {
    await this.checks
      .run(() => !this.isStopping)
      .catch((error: unknown) => this.logger.error(`Domains were not looked at: ${String(error)}`));
  }
}
