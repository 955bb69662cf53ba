import { Entity, Index } from 'typeorm';
import { PrimaryTextColumn, RefColumn, TextColumn, TimeColumn } from '../database/index.js';

/**
 * How often one thing was called on one day (UTC): by which client, as whom, where, by which route, with which outcome.
 * Nothing of what was said: no body, no query, no secret.
 */
@Entity('api_usage')
@Index('ix_api_usage_day', ['day'])
@Index('ix_api_usage_company', ['companyId', 'day'])
@Index('ix_api_usage_app', ['appId', 'day'])
@Index('ix_api_usage_company_app', ['companyId', 'appId', 'usedAt'])
@Index('ix_api_usage_company_principal', ['companyId', 'principalId', 'appId', 'usedAt'])
export class ApiUsage {
  /** The day and a hash of all that tells the row from others: too many columns for an index. */
  @PrimaryTextColumn(40)
  id: string;

  /** Its first millisecond. */
  @TimeColumn()
  day: number;

  @TextColumn(64, { name: 'client_id' })
  clientId: string;

  @RefColumn({ name: 'app_id', nullable: true })
  appId: number | null;

  /** Null where the call concerned none, or one in which the caller has no part. */
  @RefColumn({ name: 'company_id', nullable: true })
  companyId: number | null;

  @RefColumn({ name: 'principal_id', nullable: true })
  principalId: number | null;

  @RefColumn({ name: 'project_id', nullable: true })
  projectId: number | null;

  /** Method and pattern, as the OpenAPI document writes them. */
  @TextColumn(200)
  route: string;

  @RefColumn()
  status: number;

  /** The code of the access decision that refused it; empty where it was let in. */
  @TextColumn(40)
  denial: string;

  /** What the call needed; both empty where its route declares no tool. */
  @TextColumn(80)
  tool: string;

  @TextColumn(20)
  level: string;

  @RefColumn()
  calls: number;

  @TimeColumn({ name: 'last_at' })
  lastAt: number;

  /** As `lastAt`, of calls that succeeded; null for others. */
  @TimeColumn({ name: 'used_at', nullable: true })
  usedAt: number | null;
}

/** A batch of counts that was written: whoever lost the answer asks here before writing it again. */
@Entity('usage_batches')
@Index('ix_usage_batches_written', ['writtenAt'])
export class UsageBatch {
  @PrimaryTextColumn(36)
  id: string;

  @TimeColumn({ name: 'written_at' })
  writtenAt: number;
}
