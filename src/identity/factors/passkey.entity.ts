import { Entity, Index } from 'typeorm';
import {
  FlagColumn,
  LongTextColumn,
  PrimaryTextColumn,
  RefColumn,
  TextColumn,
  TimeColumn,
} from '../../database/index.js';

/** A key pair of a person's device or security key (WebAuthn §4, public key credential source); its public half. */
@Entity('passkeys')
@Index('ux_passkeys_credential', ['credentialHash'], { unique: true })
@Index('ix_passkeys_user', ['userId'])
export class Passkey {
  @PrimaryTextColumn(22)
  id: string;

  @RefColumn({ name: 'user_id' })
  userId: number;

  @TextColumn(80)
  name: string;

  /** As the authenticator calls it, base64url; up to 1023 bytes. */
  @LongTextColumn({ name: 'credential_id' })
  credentialId: string;

  /** SHA-256 of it, in base64url, to look it up by. */
  @TextColumn(43, { name: 'credential_hash' })
  credentialHash: string;

  /** COSE key in base64url. */
  @LongTextColumn({ name: 'public_key' })
  publicKey: string;

  /** What authenticators know the person by: random, the same in all passkeys of a person. */
  @TextColumn(86, { name: 'user_handle' })
  userHandle: string;

  /** Grows with each use where the authenticator counts; a clone betrays itself by a smaller one (WebAuthn §6.1.1). */
  @RefColumn()
  counter: number;

  /** How browsers reach it, blank-separated. */
  @TextColumn(120)
  transports: string;

  /** Whether it may be on several devices (WebAuthn §6.1.3, backup eligibility). */
  @FlagColumn()
  synced: boolean;

  @FlagColumn({ name: 'backed_up' })
  backedUp: boolean;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @TimeColumn({ name: 'last_used_at', nullable: true })
  lastUsedAt: number | null;
}
