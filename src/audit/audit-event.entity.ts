import { Entity, Index } from 'typeorm';
import { IdColumn, RefColumn, TextColumn, TimeColumn, WideJsonColumn } from '../database/index.js';

/** One change, as it is kept: who, through which app, where, what was, what is. Never updated, never deleted. */
@Entity('audit_events')
@Index('ix_audit_events_company', ['companyId', 'id'])
@Index('ix_audit_events_time', ['companyId', 'createdAt'])
@Index('ix_audit_events_actor', ['companyId', 'actorId', 'createdAt'])
@Index('ix_audit_events_client', ['companyId', 'clientId', 'createdAt'])
@Index('ix_audit_events_action', ['companyId', 'action', 'createdAt'])
@Index('ix_audit_events_subject', ['companyId', 'subjectId', 'createdAt'])
@Index('ix_audit_events_type', ['companyId', 'subjectType', 'createdAt'])
@Index('ix_audit_events_request', ['companyId', 'requestId', 'createdAt'])
export class AuditEvent {
  @IdColumn()
  id: number;

  /** Null where the change concerns no company. */
  @RefColumn({ name: 'company_id', nullable: true })
  companyId: number | null;

  /** The principal who acted; null for the system and for the command line. */
  @RefColumn({ name: 'actor_id', nullable: true })
  actorId: number | null;

  @TextColumn(64, { name: 'client_id', nullable: true })
  clientId: string | null;

  /** Subject and verb, such as `service_account.created`. */
  @TextColumn(80)
  action: string;

  @TextColumn(40, { name: 'subject_type' })
  subjectType: string;

  @TextColumn(64, { name: 'subject_id' })
  subjectId: string;

  @WideJsonColumn({ name: 'before_state', nullable: true })
  before: object | null;

  @WideJsonColumn({ name: 'after_state', nullable: true })
  after: object | null;

  @TextColumn(64)
  address: string;

  @TextColumn(64, { name: 'request_id' })
  requestId: string;

  /** By the database's clock. */
  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  /** HMAC-SHA-256 over everything above but the id. */
  @TextColumn(43)
  mac: string;
}
