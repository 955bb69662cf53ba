import { Entity, Index } from 'typeorm';
import { FlagColumn, IdColumn, JsonColumn, RefColumn, TextColumn, TimeColumn } from '../../database/index.js';

export const REQUEST_STATUSES = ['pending', 'approved', 'denied', 'expired', 'withdrawn'] as const;

export type RequestStatus = (typeof REQUEST_STATUSES)[number];

/** What is wished for: an app that the company does not have, or a newer version of one that it has. */
export type RequestKind = 'install' | 'upgrade';

/** A wish to install or upgrade that its author may not fulfil. */
@Entity('installation_requests')
@Index('ux_installation_requests_pending', ['companyId', 'appId', 'requesterId', 'kind', 'slot'], { unique: true })
@Index('ix_installation_requests_status', ['companyId', 'status', 'id'])
@Index('ix_installation_requests_requester', ['companyId', 'requesterId', 'status'])
export class InstallationRequest {
  @IdColumn()
  id: number;

  @RefColumn({ name: 'company_id' })
  companyId: number;

  @RefColumn({ name: 'app_id' })
  appId: number;

  /** The version that was wished for; an answer may name another one. */
  @RefColumn({ name: 'version_id' })
  versionId: number;

  @TextColumn(20)
  kind: RequestKind;

  @RefColumn({ name: 'requester_id' })
  requesterId: number;

  /** Raised by an authorization, not by hand. */
  @FlagColumn()
  implicit: boolean;

  @TextColumn(2_000)
  notes: string;

  /** The projects in which the requester would like to use the app. */
  @JsonColumn({ name: 'project_ids' })
  projectIds: number[];

  /** `pending` past `expiresAt` counts as `expired`. */
  @TextColumn(20)
  status: RequestStatus;

  /** 0 while pending, its own id afterwards: the unique index allows one pending wish. */
  @RefColumn()
  slot: number;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @TimeColumn({ name: 'expires_at' })
  expiresAt: number;

  @TimeColumn({ name: 'answered_at', nullable: true })
  answeredAt: number | null;

  @RefColumn({ name: 'answered_by', nullable: true })
  answeredBy: number | null;

  @TextColumn(2_000, { name: 'answer_notes', nullable: true })
  answerNotes: string | null;
}
