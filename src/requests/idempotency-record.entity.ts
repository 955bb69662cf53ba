import { Entity, Index } from 'typeorm';
import { LongTextColumn, PrimaryTextColumn, TextColumn, TimeColumn } from '../database/index.js';

/** A request that its client may send again: who runs it, or how it was answered. */
@Entity('idempotency_records')
@Index('ix_idempotency_records_expires_at', ['expiresAt'])
export class IdempotencyRecord {
  /** Hash of client, principal, company, route and token. */
  @PrimaryTextColumn(43)
  id: string;

  /** Keyed hash of query and body. */
  @TextColumn(43)
  fingerprint: string;

  /** Who is running the request; another one takes over when the lease has run out without an answer. */
  @TextColumn(22)
  attempt: string;

  @TimeColumn({ name: 'lease_ends_at' })
  leaseEndsAt: number;

  /** Null while the request is running. */
  @LongTextColumn({ nullable: true })
  answer: string | null;

  @TimeColumn({ name: 'expires_at' })
  expiresAt: number;
}
