import { Entity, Index } from 'typeorm';
import { FlagColumn, IdColumn, LongTextColumn, RefColumn, TextColumn, TimeColumn } from '../database/index.js';

/** What a developer registers; it reaches companies through its versions and its clients. */
@Entity('apps')
@Index('ux_apps_uid', ['uid'], { unique: true })
@Index('ux_apps_sandbox_company', ['sandboxCompanyId'], { unique: true })
export class App {
  @IdColumn()
  id: number;

  /** The name that Procore's routes use. */
  @TextColumn(36)
  uid: string;

  @TextColumn(200)
  name: string;

  @LongTextColumn()
  description: string;

  @TextColumn(200)
  publisher: string;

  @TextColumn(500, { nullable: true })
  website: string | null;

  /** A deleted app stays for those who worked on it to look at, and changes no more. */
  @TextColumn(20)
  status: 'active' | 'blocked' | 'deleted';

  /** The company where its team tries it out; null for apps from before there were any. */
  @RefColumn({ name: 'sandbox_company_id', nullable: true })
  sandboxCompanyId: number | null;

  /** Whether an operator listed it, so that companies can install it without a version key. */
  @FlagColumn({ default: 0 })
  marketplace: boolean;

  @RefColumn({ name: 'created_by' })
  createdBy: number;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @TimeColumn({ name: 'updated_at' })
  updatedAt: number;
}
