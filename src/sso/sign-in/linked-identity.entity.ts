import { Entity, Index } from 'typeorm';
import { IdColumn, RefColumn, TextColumn, TimeColumn } from '../../database/index.js';

/** Somebody at a provider, and the one account that is theirs. */
@Entity('linked_identities')
@Index('ux_linked_identities_subject', ['providerId', 'subject'], { unique: true })
@Index('ux_linked_identities_user', ['providerId', 'userId'], { unique: true })
@Index('ix_linked_identities_user', ['userId'])
export class LinkedIdentity {
  @IdColumn()
  id: number;

  @RefColumn({ name: 'provider_id' })
  providerId: number;

  @TextColumn(255)
  subject: string;

  @RefColumn({ name: 'user_id' })
  userId: number;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @TimeColumn({ name: 'last_used_at' })
  lastUsedAt: number;
}
