import { Entity, Index } from 'typeorm';
import { JsonColumn, PrimaryTextColumn, RefColumn, TextColumn, TimeColumn } from '../database/index.js';
import type { KeyAlgorithm, PublicJwk } from './public-keys.js';

/** A public key with which a client proves who it is (RFC 7523); the private one never leaves the client. */
@Entity('client_keys')
@Index('ix_client_keys_client', ['clientRowId'])
@Index('ix_client_keys_expires_at', ['expiresAt'])
export class ClientKeyEntity {
  /** Random; tokens carry it as the credential that obtained them, assertions may name it as `kid`. */
  @PrimaryTextColumn(22)
  id: string;

  @RefColumn({ name: 'client_row_id' })
  clientRowId: number;

  /** RFC 7638, SHA-256. */
  @TextColumn(43)
  thumbprint: string;

  @TextColumn(10)
  alg: KeyAlgorithm;

  @JsonColumn()
  jwk: PublicJwk;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @TimeColumn({ name: 'expires_at', nullable: true })
  expiresAt: number | null;

  @TimeColumn({ name: 'revoked_at', nullable: true })
  revokedAt: number | null;

  @TimeColumn({ name: 'last_used_at', nullable: true })
  lastUsedAt: number | null;
}

/** An assertion that was accepted, until it has run out: each is good once (RFC 7523 §3, `jti`). */
@Entity('used_assertions')
@Index('ix_used_assertions_expires_at', ['expiresAt'])
export class UsedAssertion {
  /** SHA-256 of client and `jti`, base64url. */
  @PrimaryTextColumn(43)
  id: string;

  @TimeColumn({ name: 'expires_at' })
  expiresAt: number;
}
