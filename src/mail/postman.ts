import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { OutboxLookout } from '../database/index.js';
import { type DueMail, MailClaims } from './mail-claims.js';
import { MailError, MailTransport } from './mail-transport.js';
import { MailWakeUp } from './mail-wake-up.js';
import { Mailer } from './mailer.js';

/** Connections to the mail server of one process. */
const MOST_AT_ONCE = 4;

/**
 * Sends what is due: at once what was committed in this process, and once a second whatever else there is. Whoever is
 * killed between sending and noting it leaves the mail due, and it is sent again under the same Message-ID.
 */
@Injectable()
export class Postman implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Mail');
  private readonly running = new Map<string, Promise<void>>();
  private readonly lookout = new OutboxLookout(
    () => this.begin(),
    (error) => this.logger.error(`Mail could not be sent, and is tried again: ${String(error)}`),
  );

  constructor(
    private readonly claims: MailClaims,
    private readonly mailer: Mailer,
    private readonly transport: MailTransport,
    private readonly wakeUp: MailWakeUp,
    private readonly http: HttpAdapterHost,
  ) {}

  /** Servers alone: a command leaves its mail to them. */
  onApplicationBootstrap(): void {
    if (!this.http.httpAdapter) return;
    this.lookout.start(this.wakeUp);
  }

  /** Before the database is closed: what is on its way is let end, nothing new begins. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.lookout.stop();
    await Promise.all(this.running.values());
  }

  private async begin(): Promise<void> {
    const room = MOST_AT_ONCE - this.running.size;
    if (room <= 0) return;
    for (const mail of await this.claims.due(room)) {
      if (this.running.has(mail.id)) continue;
      const work = this.deliver(mail)
        .catch((error: unknown) => this.lookout.complain(error))
        .finally(() => this.ended(mail));
      this.running.set(mail.id, work);
    }
  }

  /** There may be more than there was room for. */
  private ended({ id }: DueMail): void {
    const wasFull = this.running.size >= MOST_AT_ONCE;
    this.running.delete(id);
    if (wasFull && !this.lookout.isStopping) this.lookout.look();
  }

  private async deliver(mail: DueMail): Promise<void> {
    if (this.lookout.isStopping || !(await this.claims.claim(mail))) return;
    const ready = mail.isUseful ? this.mailer.open(mail.id, mail.sealed) : undefined;
    if (!ready) return this.giveUp(mail, mail.isUseful ? 'its key was retired' : 'it is of no use any longer');
    try {
      await this.transport.send(ready);
      await this.claims.drop(mail);
    } catch (error) {
      if (!(error instanceof MailError)) throw error;
      if (error.isFinal) return this.giveUp(mail, error.reason);
      this.lookout.complain(error.reason);
      await this.claims.postpone(mail);
    }
  }

  private async giveUp(mail: DueMail, reason: string): Promise<void> {
    this.logger.warn(`A mail (${mail.kind}) was given up after ${mail.attempts} failed attempts: ${reason}`);
    await this.claims.drop(mail);
  }
}
