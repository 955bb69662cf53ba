import { Entity, Index } from 'typeorm';
import { PrimaryTextColumn, RefColumn, TextColumn, TimeColumn } from '../database/index.js';

/** One of a client's secrets; several may be valid at once while they are rotated. Only a keyed hash is kept. */
@Entity('client_secrets')
@Index('ix_client_secrets_client', ['clientRowId'])
export class ClientSecretEntity {
  /** Random; tokens carry it as the credential that obtained them. */
  @PrimaryTextColumn(22)
  id: string;

  @RefColumn({ name: 'client_row_id' })
  clientRowId: number;

  /** HMAC-SHA-256 under a pepper, base64url. */
  @TextColumn(43)
  hash: string;

  /** The last four characters, so that people can tell their secrets apart. */
  @TextColumn(4)
  hint: string;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @TimeColumn({ name: 'expires_at', nullable: true })
  expiresAt: number | null;

  @TimeColumn({ name: 'revoked_at', nullable: true })
  revokedAt: number | null;

  @TimeColumn({ name: 'last_used_at', nullable: true })
  lastUsedAt: number | null;
}
