import { Injectable } from '@nestjs/common';
import { Not } from 'typeorm';
import { Database } from '../../database/index.js';
import { Outbound } from '../../outbound/index.js';
import { notFound, Paged, type PageQuery, pageWindow } from '../../shared/index.js';
import { DeliveryStore } from '../delivery/delivery-store.js';
import { targetRefused, tooManyWebhooks } from '../webhooks.errors.js';
import { columnsOf, type Owner, WebhookOwners } from './webhook-owners.js';
import { type IssuedWebhookSecret, WebhookSecrets } from './webhook-secrets.js';
import { Webhook, type WebhookState } from './webhook.entity.js';
import type { WebhookSecret } from './webhook-secret.entity.js';

const MOST = 20;

export type NewWebhook = Pick<Webhook, 'url' | 'eventTypes' | 'description'> & { readonly active: boolean };

/** A webhook as its owner sees it. */
export interface OwnWebhook {
  readonly webhook: Webhook;
  readonly secrets: readonly WebhookSecret[];
}

const STATE_OF: Readonly<Record<'true' | 'false', WebhookState>> = { true: 'active', false: 'paused' };
const stateFor = (active: boolean): WebhookState => STATE_OF[`${active}`];

/** Where companies and developers want to be told of what happens. */
@Injectable()
export class Webhooks {
  constructor(
    private readonly database: Database,
    private readonly owners: WebhookOwners,
    private readonly secrets: WebhookSecrets,
    private readonly deliveries: DeliveryStore,
    private readonly outbound: Outbound,
  ) {}

  async list(owner: Owner, query: PageQuery): Promise<Paged<OwnWebhook>> {
    await this.owners.look(owner);
    const window = { where: living(owner), order: { id: 'ASC' as const }, ...pageWindow(query) };
    const [rows, total] = await this.rows.findAndCount(window);
    const secrets = await this.secrets.of(rows.map(({ id }) => id));
    const items = rows.map((webhook) => ({ webhook, secrets: secrets.get(webhook.id) ?? [] }));
    return new Paged(items, total, query);
  }

  /** Throws not_found, also for the webhook of another owner. */
  async get(owner: Owner, id: number): Promise<OwnWebhook> {
    await this.owners.look(owner);
    const webhook = await this.find(owner, id);
    return { webhook, secrets: (await this.secrets.of([id])).get(id) ?? [] };
  }

  /** Throws webhook_target_refused, too_many_webhooks. */
  create(
    owner: Owner,
    { active, ...wish }: NewWebhook,
  ): Promise<OwnWebhook & { readonly issued: IssuedWebhookSecret }> {
    this.refuseTarget(wish.url);
    return this.owners.change(owner, async () => {
      if ((await this.rows.countBy(living(owner))) >= MOST) throw tooManyWebhooks(MOST);
      const now = await this.database.now();
      const { identifiers } = await this.rows.insert({
        ...wish,
        ...columnsOf(owner),
        state: stateFor(active),
        createdBy: owner.by,
        createdAt: now,
        updatedAt: now,
      });
      const id = Number(identifiers[0].id);
      const issued = await this.secrets.add(id, 0);
      const webhook = await this.find(owner, id);
      await this.owners.record('webhook.created', owner, id, { after: { ...stateOf(webhook), hint: issued.hint } });
      return { webhook, secrets: (await this.secrets.of([id])).get(id) ?? [], issued };
    });
  }

  /** Whoever activates a webhook that failed gives it a new start. Throws webhook_target_refused. */
  async change(owner: Owner, id: number, { active, ...change }: Partial<NewWebhook>): Promise<OwnWebhook> {
    if (change.url !== undefined) this.refuseTarget(change.url);
    await this.owners.change(owner, async () => {
      const before = await this.find(owner, id);
      const restart = { disabledReason: null, failingSince: null };
      const state = active === undefined ? {} : { state: stateFor(active), ...restart };
      await this.rows.update({ id }, { ...change, ...state, updatedAt: await this.database.now() });
      // Also when it begins anew: a change that met the pause may have left something behind.
      if (active === false || (active && before.state !== 'active')) await this.deliveries.cancelPending(id);
      const after = await this.find(owner, id);
      await this.owners.record('webhook.changed', owner, id, { before: stateOf(before), after: stateOf(after) });
    });
    return this.get(owner, id);
  }

  /** Nothing is sent any more, and its secrets are gone; what was delivered stays until it runs out. */
  delete(owner: Owner, id: number): Promise<void> {
    return this.owners.change(owner, async () => {
      const before = await this.find(owner, id);
      await this.rows.update({ id }, { state: 'deleted', updatedAt: await this.database.now() });
      await this.deliveries.cancelPending(id);
      await this.secrets.forget(id);
      await this.owners.record('webhook.deleted', owner, id, { before: stateOf(before) });
    });
  }

  /** Throws not_found. */
  rotate(owner: Owner, id: number, overlapSeconds: number): Promise<IssuedWebhookSecret> {
    return this.owners.change(owner, async () => {
      await this.find(owner, id);
      const issued = await this.secrets.add(id, overlapSeconds);
      const after = { secret_id: issued.id, hint: issued.hint, overlap_seconds: overlapSeconds };
      await this.owners.record('webhook.secret_created', owner, id, { after });
      return issued;
    });
  }

  /** Throws not_found, also for the webhook of another owner. */
  async find(owner: Owner, id: number): Promise<Webhook> {
    const webhook = await this.rows.findOneBy({ ...living(owner), id });
    if (!webhook) throw notFound();
    return webhook;
  }

  private refuseTarget(url: string): void {
    const refusal = this.outbound.refusalOf(url);
    if (refusal) throw targetRefused(refusal);
  }

  private get rows() {
    return this.database.repository(Webhook);
  }
}

const living = (owner: Owner) => ({ ...columnsOf(owner), state: Not<WebhookState>('deleted') });

/** The address may hold a secret of its receiver: the trail says no more than to whom. */
const stateOf = ({ url, appId, eventTypes, description, state }: Webhook): object => ({
  host: new URL(url).host,
  ...(appId === null ? {} : { app_id: appId }),
  event_types: eventTypes,
  description,
  state,
});
