import { Entity, Index } from 'typeorm';
import { IdColumn, TextColumn, TimeColumn } from './columns.js';

/** One change that bears on access: the truth from which every process learns what it must forget. */
@Entity('change_feed')
@Index('ix_change_feed_created_at', ['createdAt'])
export class ChangeFeedEntry {
  @IdColumn()
  id: number;

  /** What changed, such as `member:17:42`; see {@link Entry}. */
  @TextColumn(120)
  entry: string;

  /** By the database's clock. */
  @TimeColumn({ name: 'created_at' })
  createdAt: number;
}
