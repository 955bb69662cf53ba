import { Entity, Index } from 'typeorm';
import { PrimaryTextColumn, RefColumn, TimeColumn } from '../../database/index.js';

/** Which provider a session came from. */
@Entity('sso_sessions')
@Index('ix_sso_sessions_provider', ['providerId'])
@Index('ix_sso_sessions_expires_at', ['expiresAt'])
export class SsoSession {
  @PrimaryTextColumn(22, 'session_id')
  sessionId: string;

  @RefColumn({ name: 'provider_id' })
  providerId: number;

  @TimeColumn({ name: 'expires_at' })
  expiresAt: number;
}
