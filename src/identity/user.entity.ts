import { Entity, Index, PrimaryColumn } from 'typeorm';
import { RefColumn, TextColumn, TimeColumn } from '../database/index.js';

/** A human login. The name is the principal's. */
@Entity('users')
@Index('ux_users_email_key', ['emailKey'], { unique: true })
export class User {
  @PrimaryColumn({ name: 'principal_id', type: 'bigint' })
  principalId: number;

  /** As the person wrote it. */
  @TextColumn(254)
  email: string;

  /** What makes two addresses the same account. */
  @TextColumn(254, { name: 'email_key' })
  emailKey: string;

  /** argon2id; null for somebody who signs in elsewhere or has not set one yet. */
  @TextColumn(200, { name: 'password_hash', nullable: true })
  passwordHash: string | null;

  /** Counts changes of the password: a session of an older epoch is over. */
  @RefColumn({ name: 'password_epoch', default: 0 })
  passwordEpoch: number;

  @TextColumn(8, { nullable: true })
  locale: string | null;

  /** When a link that we sent to the address was first followed; null: never, as far as we know. */
  @TimeColumn({ name: 'email_verified_at', nullable: true })
  emailVerifiedAt: number | null;
}
