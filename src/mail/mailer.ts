import { Inject, Injectable, Logger } from '@nestjs/common';
import { Database } from '../database/index.js';
import { KeyRing } from '../keys/index.js';
import {
  CONFIGURATION,
  type Configuration,
  isMailAddress,
  type Issuer,
  ISSUER,
  type MailAddress,
  randomId,
} from '../shared/index.js';
import { Mail } from './mail.entity.js';
import { MailWakeUp } from './mail-wake-up.js';
import { formsOf, type MailTexts, plainName } from './mail-text.js';
import type { ReadyMail } from './mail-transport.js';

export type { MailTexts } from './mail-text.js';

/** What one person is to be told. */
export interface Letter {
  /** What it is, for the log: `invitation`. */
  readonly kind: string;
  readonly to: MailAddress;
  readonly texts: MailTexts;
  /** How long there is a point in sending it. */
  readonly usefulMs: number;
}

/** The one door for mail that we send. */
@Injectable()
export class Mailer {
  private readonly logger = new Logger('Mail');

  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly wakeUp: MailWakeUp,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(ISSUER) private readonly issuer: Issuer,
  ) {}

  /**
   * Writes what is to be sent, in the caller's transaction: it is sent, at least once, if and only if that is
   * committed. Nobody waits for a mail server. Refused, with a line in the log, where production has none.
   */
  async post({ kind, to, texts, usefulMs }: Letter): Promise<void> {
    if (!isMailAddress(to.address)) return this.logger.warn(`A mail (${kind}) has an address that none is sent to.`);
    if (this.configuration.environment === 'production' && this.configuration.smtpUrl === undefined) {
      return this.logger.warn(`A mail (${kind}) is not sent: SMTP_URL is missing.`);
    }
    const id = randomId();
    const now = await this.database.now();
    const ready = Buffer.from(JSON.stringify(this.ready(id, to, texts)));
    await this.database.repository(Mail).insert({
      id,
      kind,
      sealed: this.keys.seal('mail', ready, contextOf(id)),
      attempts: 0,
      nextAttemptAt: now,
      createdAt: now,
      expiresAt: now + usefulMs,
    });
    this.database.afterCommit(() => this.wakeUp.ring());
  }

  /** What {@link post} sealed; undefined where its key was retired. */
  open(id: string, sealed: string): ReadyMail | undefined {
    const plain = this.keys.open('mail', sealed, contextOf(id));
    return plain && (JSON.parse(plain.toString()) as ReadyMail);
  }

  private ready(id: string, to: MailAddress, texts: MailTexts): ReadyMail {
    const { mailFrom } = this.configuration;
    const [, host] = mailFrom.address.split('@');
    return {
      // The same in every attempt, so that a mail which arrives twice is shown once.
      messageId: `<${id}@${host}>`,
      from: mailFrom,
      to: { address: to.address, ...(to.name !== undefined && { name: plainName(to.name) }) },
      subject: texts.subject.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '),
      ...formsOf(texts, this.issuer.url),
    };
  }
}

const contextOf = (id: string): string => `mail:${id}`;
