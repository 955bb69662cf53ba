import { Entity, Index } from 'typeorm';
import { PrimaryRefColumn, RefColumn, TextColumn, TimeColumn } from '../database/index.js';

/** The place of an event in the hash chain of its company: written once, when the event was committed. */
@Entity('audit_seals')
@Index('ux_audit_seals_chain_position', ['chain', 'position'], { unique: true })
export class AuditSeal {
  @PrimaryRefColumn('event_id')
  eventId: number;

  /** The company; {@link NO_COMPANY} for the chain of events that concern none. */
  @RefColumn()
  chain: number;

  /** From 1, without a gap: the order of sealing, which is close to that of committing. */
  @RefColumn()
  position: number;

  /** Keyed, over the place, the whole event and the hash before. */
  @TextColumn(43)
  hash: string;

  /** By the database's clock; covered by the hash. */
  @TimeColumn({ name: 'sealed_at' })
  sealedAt: number;
}
