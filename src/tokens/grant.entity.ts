import { Entity, Index } from 'typeorm';
import {
  LongTextColumn,
  PrimaryRefColumn,
  PrimaryTextColumn,
  RefColumn,
  TextColumn,
  TimeColumn,
} from '../database/index.js';

/** What a user consented to: one living row per user and client. */
@Entity('grants')
@Index('ux_grants_user_client_slot', ['userId', 'clientRowId', 'slot'], { unique: true })
export class GrantEntity {
  @PrimaryTextColumn(22)
  id: string;

  @RefColumn({ name: 'user_id' })
  userId: number;

  @RefColumn({ name: 'client_row_id' })
  clientRowId: number;

  /** Empty while the grant lives, its own id afterwards: so that the unique index allows one living grant. */
  @TextColumn(22)
  slot: string;

  /** Everything ever granted by it, blank-separated. */
  @LongTextColumn()
  scopes: string;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @TimeColumn({ name: 'updated_at' })
  updatedAt: number;

  @TimeColumn({ name: 'revoked_at', nullable: true })
  revokedAt: number | null;
}

/** A company that a grant covers. */
@Entity('grant_companies')
@Index('ix_grant_companies_company', ['companyId'])
export class GrantCompanyEntity {
  @PrimaryTextColumn(22, 'grant_id')
  grantId: string;

  @PrimaryRefColumn('company_id')
  companyId: number;

  /** Everything granted there, blank-separated; null in rows from before this was kept: then the person is asked again. */
  @LongTextColumn({ nullable: true })
  scopes: string | null;

  /** New with each row, so that a company connected again revives nothing; null in rows from before this was kept. */
  @TextColumn(22, { nullable: true })
  connection: string | null;
}
