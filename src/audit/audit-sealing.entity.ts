import { Entity } from 'typeorm';
import { PrimaryRefColumn, RefColumn, TextColumn, TimeColumn } from '../database/index.js';

/** Who seals at present, and up to where there is nothing left to seal; one row. Times are of the database's clock. */
@Entity('audit_sealing')
export class AuditSealing {
  @PrimaryRefColumn()
  id: number;

  @TextColumn(22)
  holder: string;

  @TimeColumn({ name: 'lease_ends_at' })
  leaseEndsAt: number;

  /** No event up to this id is unsealed, nor can one be committed any more. */
  @RefColumn({ name: 'sealed_to' })
  sealedTo: number;

  /** The greatest id at the time `seen_at`: when every transaction of then has ended, `sealed_to` moves here. */
  @RefColumn({ name: 'seen_to' })
  seenTo: number;

  @TimeColumn({ name: 'seen_at' })
  seenAt: number;
}
