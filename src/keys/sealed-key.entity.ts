import { Entity } from 'typeorm';
import { LongTextColumn, PrimaryTextColumn, TextColumn, TimeColumn } from '../database/index.js';

/** One key at rest, readable only with the master key. Rows are never deleted by the program. */
@Entity('sealed_keys')
export class SealedKey {
  /** Base62; travels with what was written under the key (such as a token's `kid`). */
  @PrimaryTextColumn(8)
  id: string;

  @TextColumn(24)
  purpose: string;

  /** AES-256-GCM under the master key, bound to purpose and id. */
  @LongTextColumn()
  sealed: string;

  /** All three by the database's clock. */
  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @TimeColumn({ name: 'activates_at' })
  activatesAt: number;

  @TimeColumn({ name: 'retires_at', nullable: true })
  retiresAt: number | null;
}
