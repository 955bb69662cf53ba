import { Entity, Index } from 'typeorm';
import { LongTextColumn, PrimaryTextColumn, RefColumn, TextColumn, TimeColumn } from '../../database/index.js';

/** A secret that deliveries are signed with; several while they are rotated. */
@Entity('webhook_secrets')
@Index('ix_webhook_secrets_webhook', ['webhookId'])
@Index('ix_webhook_secrets_expires_at', ['expiresAt'])
export class WebhookSecret {
  @PrimaryTextColumn(22)
  id: string;

  @RefColumn({ name: 'webhook_id' })
  webhookId: number;

  /** Sealed with the key ring, since signing needs it again; bound to this row. */
  @LongTextColumn()
  sealed: string;

  /** The last four characters. */
  @TextColumn(4)
  hint: string;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  /** The end of its overlap with a newer one; null: it is the newest. */
  @TimeColumn({ name: 'expires_at', nullable: true })
  expiresAt: number | null;
}
