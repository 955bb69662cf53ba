import { Entity, Index } from 'typeorm';
import { PrimaryTextColumn, RefColumn, TextColumn, TimeColumn } from '../database/index.js';

/** What a company has very many of: a report by it is read page by page. */
export type SubjectScope = 'project' | 'principal';

/**
 * What calls are added up by, beside client, status and day: nothing more in the whole company, or in all companies and
 * in none (`client`); one more thing in a company.
 */
export type TotalScope = 'company' | 'client' | 'route' | SubjectScope;

/**
 * The same calls as in `api_usage` with fewer dimensions: what is asked most reads a few rows a day, however many people
 * and projects a company has and however many companies an app.
 */
@Entity('usage_totals')
@Index('ix_usage_totals_day', ['day'])
@Index('ix_usage_totals_company', ['companyId', 'scope', 'day'])
// The page of a report by project or person has thousands of rows: this index holds all that is added up of them.
@Index('ix_usage_totals_subject', ['companyId', 'scope', 'subjectId', 'day', 'appId', 'status', 'calls', 'lastAt'])
@Index('ix_usage_totals_app', ['appId', 'scope', 'day'])
export class UsageTotal {
  @PrimaryTextColumn(40)
  id: string;

  @TimeColumn()
  day: number;

  @TextColumn(20)
  scope: TotalScope;

  @TextColumn(64, { name: 'client_id' })
  clientId: string;

  @RefColumn({ name: 'app_id', nullable: true })
  appId: number | null;

  /** Null for the scope `client`, and where the calls concerned none. */
  @RefColumn({ name: 'company_id', nullable: true })
  companyId: number | null;

  /** The project or principal of such a scope; 0 where the calls had none, and in the other scopes. */
  @RefColumn({ name: 'subject_id' })
  subjectId: number;

  /** Empty in every scope but `route`. */
  @TextColumn(200)
  route: string;

  @RefColumn()
  status: number;

  /** Empty in every scope but `client`. */
  @TextColumn(40)
  denial: string;

  @RefColumn()
  calls: number;

  @TimeColumn({ name: 'last_at' })
  lastAt: number;
}

/**
 * On which of 62 days a project or principal had calls: so the lines of a report are counted, and those of one page
 * found, without adding up those of the other pages. Windows of 31 days follow each other, and a row tells of its own and
 * of the next one, so that every period of up to 32 days lies within one row.
 */
@Entity('usage_subjects')
@Index('ix_usage_subjects_starts_at', ['startsAt'])
@Index('ix_usage_subjects_company', ['companyId', 'scope', 'appId', 'startsAt', 'subjectId', 'ownDays', 'nextDays'])
export class UsageSubject {
  @PrimaryTextColumn(40)
  id: string;

  /** The first millisecond of the window. */
  @TimeColumn({ name: 'starts_at' })
  startsAt: number;

  @TextColumn(20)
  scope: SubjectScope;

  @RefColumn({ name: 'company_id' })
  companyId: number;

  /** 0: the calls of all apps and of service accounts together. */
  @RefColumn({ name: 'app_id' })
  appId: number;

  /** 0 for the calls that had none. */
  @RefColumn({ name: 'subject_id' })
  subjectId: number;

  /** The days of the window, the first one as the lowest bit. */
  @RefColumn({ name: 'own_days' })
  ownDays: number;

  /** Those of the next window. */
  @RefColumn({ name: 'next_days' })
  nextDays: number;
}
