import { Entity, Index } from 'typeorm';
import { JsonColumn, PrimaryTextColumn, TextColumn, TimeColumn } from '../../database/index.js';
import type { AuthorizationRequest } from './authorization-request.js';

/** An authorization request that waits for its person, bound to the browser that brought it. */
@Entity('authorization_requests')
@Index('ix_authorization_requests_expires_at', ['expiresAt'])
export class AuthorizationRequestEntity {
  @PrimaryTextColumn(22)
  id: string;

  /** Keyed hash of the browser's cookie. */
  @TextColumn(43, { name: 'browser_hash' })
  browserHash: string;

  @JsonColumn()
  request: AuthorizationRequest;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @TimeColumn({ name: 'expires_at' })
  expiresAt: number;
}
