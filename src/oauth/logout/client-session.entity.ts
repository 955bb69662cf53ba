import { Entity, Index } from 'typeorm';
import { PrimaryTextColumn, RefColumn, TextColumn, TimeColumn } from '../../database/index.js';

/** A client into which a browser session signed its person; what the client is to hear once the session has ended. */
@Entity('client_sessions')
@Index('ux_client_sessions_session_client', ['sessionId', 'clientRowId'], { unique: true })
@Index('ix_client_sessions_user', ['userId'])
@Index('ix_client_sessions_next_attempt_at', ['nextAttemptAt'])
@Index('ix_client_sessions_expires_at', ['expiresAt'])
export class ClientSessionEntity {
  /** The client's own name of the session, `sid`: random, so that clients can compare nothing. */
  @PrimaryTextColumn(22)
  id: string;

  @TextColumn(22, { name: 'session_id' })
  sessionId: string;

  @RefColumn({ name: 'client_row_id' })
  clientRowId: number;

  @RefColumn({ name: 'user_id' })
  userId: number;

  @RefColumn()
  attempts: number;

  /** Null while the session lives; then also how long whoever tells the client has it alone. */
  @TimeColumn({ name: 'next_attempt_at', nullable: true })
  nextAttemptAt: number | null;

  /** After the end of the session, whether or not the client could be told. */
  @TimeColumn({ name: 'expires_at' })
  expiresAt: number;
}
