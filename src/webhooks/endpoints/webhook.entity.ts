import { Entity, Index } from 'typeorm';
import { IdColumn, JsonColumn, LongTextColumn, RefColumn, TextColumn, TimeColumn } from '../../database/index.js';

/** `paused` by its owner, `disabled` by us, `deleted` for good. */
export type WebhookState = 'active' | 'paused' | 'disabled' | 'deleted';

/** Why we send nothing any more: the receiver said so (410), or it has failed for days. */
export type DisabledReason = 'gone' | 'failing';

/** An address that a company, or the developers of an app, want to be told events at: one of both. */
@Entity('webhooks')
@Index('ix_webhooks_company', ['companyId', 'state'])
@Index('ix_webhooks_app', ['appId', 'state'])
@Index('ix_webhooks_state_updated', ['state', 'updatedAt'])
export class Webhook {
  @IdColumn()
  id: number;

  @RefColumn({ name: 'company_id', nullable: true })
  companyId: number | null;

  @RefColumn({ name: 'app_id', nullable: true })
  appId: number | null;

  /** May hold a secret of its receiver: shown to who manages it, and to nobody else. */
  @LongTextColumn()
  url: string;

  /** Names of events, or `*`. */
  @JsonColumn({ name: 'event_types' })
  eventTypes: string[];

  @TextColumn(500)
  description: string;

  @TextColumn(20)
  state: WebhookState;

  @TextColumn(20, { name: 'disabled_reason', nullable: true })
  disabledReason: DisabledReason | null;

  /** Since when nothing was delivered; null: the last attempt succeeded. */
  @TimeColumn({ name: 'failing_since', nullable: true })
  failingSince: number | null;

  /** The process that delivers at present: one at a time. */
  @TextColumn(22, { name: 'claimed_by', default: '' })
  claimedBy: string;

  @TimeColumn({ name: 'claimed_until', default: 0 })
  claimedUntil: number;

  @RefColumn({ name: 'created_by' })
  createdBy: number;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @TimeColumn({ name: 'updated_at' })
  updatedAt: number;
}
