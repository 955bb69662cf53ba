import { Entity, Index } from 'typeorm';
import { PrimaryTextColumn, RefColumn, TimeColumn } from '../database/index.js';

/** Failures counted in one bucket since its window began. */
@Entity('throttles')
@Index('ix_throttles_window_ends_at', ['windowEndsAt'])
export class Throttle {
  /** Keyed hash of the bucket's name, which may hold an address or an account. */
  @PrimaryTextColumn(64)
  bucket: string;

  @RefColumn()
  failures: number;

  /** By the database's clock; after it the row means nothing. */
  @TimeColumn({ name: 'window_ends_at' })
  windowEndsAt: number;
}
