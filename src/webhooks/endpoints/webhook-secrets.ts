import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { KeyRing } from '../../keys/index.js';
import { randomId } from '../../shared/index.js';
import { tooManySecrets } from '../webhooks.errors.js';
import { WebhookSecret } from './webhook-secret.entity.js';

/** Standard Webhooks: how a symmetric secret is written. */
export const SECRET_PREFIX = 'whsec_';
const SECRET_BYTES = 32;
/** Each one is a signature in every delivery. */
const MOST_AT_ONCE = 5;

/** A new secret, with its value this once. */
export interface IssuedWebhookSecret {
  readonly id: string;
  readonly hint: string;
  readonly secret: string;
  readonly createdAt: number;
}

/** The secrets that deliveries are signed with. */
@Injectable()
export class WebhookSecrets {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  /** Those that still sign, newest first, by webhook; never their values. */
  async of(webhookIds: readonly number[]): Promise<Map<number, WebhookSecret[]>> {
    const rows = webhookIds.length === 0 ? [] : await this.living(webhookIds);
    return new Map(webhookIds.map((id) => [id, rows.filter(({ webhookId }) => webhookId === id)]));
  }

  /** The keys to sign with, newest first; without those whose sealing key was retired. */
  async keysOf(webhookId: number): Promise<Buffer[]> {
    const rows = await this.living([webhookId]);
    return rows.flatMap(({ id, sealed }) => this.keys.open('webhook', sealed, contextOf(webhookId, id)) ?? []);
  }

  /** Adds a secret in the caller's transaction; the older ones end after the overlap. Throws too_many_webhook_secrets. */
  async add(webhookId: number, overlapSeconds: number): Promise<IssuedWebhookSecret> {
    const { now } = this.database.dialect;
    const endsAt = `${now} + ${overlapSeconds * 1_000}`;
    await this.database.execute(
      `UPDATE webhook_secrets SET expires_at = ${endsAt} WHERE webhook_id = ? AND (expires_at IS NULL OR expires_at > ${endsAt})`,
      [webhookId],
    );
    if ((await this.living([webhookId])).length >= MOST_AT_ONCE) throw tooManySecrets(MOST_AT_ONCE);
    const key = randomBytes(SECRET_BYTES);
    const secret = SECRET_PREFIX + key.toString('base64');
    const id = randomId();
    const issued = { id, hint: hintOf(secret), createdAt: await this.database.now() };
    const sealed = this.keys.seal('webhook', key, contextOf(webhookId, id));
    await this.database.repository(WebhookSecret).insert({ ...issued, webhookId, sealed, expiresAt: null });
    return { ...issued, secret };
  }

  /** Ends all of them, now and for good. */
  async forget(webhookId: number): Promise<void> {
    await this.database.repository(WebhookSecret).delete({ webhookId });
  }

  private living(webhookIds: readonly number[]): Promise<WebhookSecret[]> {
    return this.database
      .repository(WebhookSecret)
      .createQueryBuilder('secret')
      .where('secret.webhookId IN (:...webhookIds)', { webhookIds })
      .andWhere(`(secret.expiresAt IS NULL OR secret.expiresAt > ${this.database.dialect.now})`)
      .orderBy('secret.createdAt', 'DESC')
      .addOrderBy('secret.expiresAt IS NULL', 'DESC')
      .getMany();
  }
}

/** Ends every secret: so long a key leaves that much of base64's last four characters (RFC 4648 §4). */
const PADDING = '=';

/** Before the padding, which is the same in all. */
const hintOf = (secret: string): string => secret.slice(0, -PADDING.length).slice(-4);

/** How a secret ends where it is shown whole. */
export const endingOf = ({ hint }: Pick<IssuedWebhookSecret, 'hint'>): string => hint + PADDING;

const contextOf = (webhookId: number, id: string): string => `webhook:${webhookId}:${id}`;
