import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ClientRegistry } from '../../clients/index.js';
import { OutboxLookout } from '../../database/index.js';
import { type DueLogout, LogoutClaims, MOST_OF_ONE_CLIENT } from './logout-claims.js';
import { LogoutSender } from './logout-sender.js';
import { LogoutWakeUp } from './logout-wake-up.js';

/** Clients that are told at a time by one process. */
const MOST_AT_ONCE = 16;

/**
 * Tells clients of ended sessions: at once what was committed in this process, and once a second whatever else there is.
 * Whoever is killed between sending and noting it leaves it due, and the client hears of it again.
 */
@Injectable()
export class LogoutDispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Logout');
  private readonly running = new Map<string, { readonly clientId: string; readonly ended: Promise<void> }>();
  private readonly lookout = new OutboxLookout(
    () => this.begin(),
    (error) => this.logger.error(`Clients could not be told of logouts, and will be: ${String(error)}`),
  );

  constructor(
    private readonly claims: LogoutClaims,
    private readonly clients: ClientRegistry,
    private readonly sender: LogoutSender,
    private readonly wakeUp: LogoutWakeUp,
    private readonly http: HttpAdapterHost,
  ) {}

  /** Servers alone: a command leaves it to them. */
  onApplicationBootstrap(): void {
    if (!this.http.httpAdapter) return;
    this.lookout.start(this.wakeUp);
  }

  /** Before the database is closed: what is on its way is let end, nothing new begins. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.lookout.stop();
    await Promise.all([...this.running.values()].map(({ ended }) => ended));
  }

  private async begin(): Promise<void> {
    const room = MOST_AT_ONCE - this.running.size;
    if (room <= 0) return;
    for (const due of await this.claims.due(room)) {
      if (this.running.has(due.sid) || this.runningOf(due) >= MOST_OF_ONE_CLIENT) continue;
      const ended = this.tell(due)
        .catch((error: unknown) => this.lookout.complain(error))
        .finally(() => this.ended(due));
      this.running.set(due.sid, { clientId: due.clientId, ended });
    }
  }

  private runningOf({ clientId }: DueLogout): number {
    return [...this.running.values()].filter((one) => one.clientId === clientId).length;
  }

  /** There may be more than there was room for. */
  private ended(due: DueLogout): void {
    const wasFull = this.running.size >= MOST_AT_ONCE || this.runningOf(due) >= MOST_OF_ONE_CLIENT;
    this.running.delete(due.sid);
    if (wasFull && !this.lookout.isStopping) this.lookout.look();
  }

  private async tell(due: DueLogout): Promise<void> {
    if (this.lookout.isStopping || !(await this.claims.claim(due))) return;
    const client = await this.clients.find(due.clientId);
    // Most clients never asked to hear of it.
    if (!client?.enabled || !client.backchannelLogoutUri) return this.claims.drop(due);
    if (!due.isUseful) return this.giveUp(due);
    const failure = await this.sender.send(client.backchannelLogoutUri, client, due);
    if (failure === undefined) return this.claims.drop(due);
    this.logger.debug(`Client ${due.clientId} did not take a logout token: ${failure}`);
    await this.claims.postpone(due);
  }

  private async giveUp(due: DueLogout): Promise<void> {
    this.logger.warn(`Client ${due.clientId} was not told of a logout after ${due.attempts} failed attempts.`);
    await this.claims.drop(due);
  }
}
