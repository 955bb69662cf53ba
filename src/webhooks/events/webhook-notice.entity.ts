import { Entity, Index } from 'typeorm';
import { PrimaryTextColumn, TimeColumn } from '../../database/index.js';

/** That somebody was told of something which no change tells of: whoever writes the row first tells. */
@Entity('webhook_notices')
@Index('ix_webhook_notices_noticed_at', ['noticedAt'])
export class WebhookNotice {
  /** What was told of, and to which webhook. */
  @PrimaryTextColumn(64)
  id: string;

  @TimeColumn({ name: 'noticed_at' })
  noticedAt: number;
}
