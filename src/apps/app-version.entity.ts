import { Entity, Index } from 'typeorm';
import { IdColumn, LongTextColumn, RefColumn, TextColumn, TimeColumn, WideJsonColumn } from '../database/index.js';
import type { Manifest } from './manifest/manifest.js';

export type VersionStatus = 'draft' | 'testing' | 'promoted' | 'withdrawn';

/**
 * A release of an app with its manifest: `draft` → `testing` → `promoted`, and never back. From both of the latter it
 * may be `withdrawn`: then nobody gets it any more, and who has it keeps it.
 */
@Entity('app_versions')
@Index('ux_app_versions_version', ['appId', 'version'], { unique: true })
@Index('ux_app_versions_sandbox_key', ['sandboxKey'], { unique: true })
@Index('ux_app_versions_production_key', ['productionKey'], { unique: true })
export class AppVersion {
  @IdColumn()
  id: number;

  @RefColumn({ name: 'app_id' })
  appId: number;

  /** `major.minor.patch`; the three parts stand in columns of their own, for sorting. */
  @TextColumn(32)
  version: string;

  @RefColumn()
  major: number;

  @RefColumn()
  minor: number;

  @RefColumn()
  patch: number;

  @TextColumn(20)
  status: VersionStatus;

  @WideJsonColumn()
  manifest: Manifest;

  @LongTextColumn({ name: 'release_notes', nullable: true })
  releaseNotes: string | null;

  /** Installs this version in sandbox companies. */
  @TextColumn(36, { name: 'sandbox_key', nullable: true })
  sandboxKey: string | null;

  /** Installs this version in production companies. */
  @TextColumn(36, { name: 'production_key', nullable: true })
  productionKey: string | null;

  @TimeColumn({ name: 'created_at' })
  createdAt: number;

  @TimeColumn({ name: 'promoted_at', nullable: true })
  promotedAt: number | null;

  @TimeColumn({ name: 'withdrawn_at', nullable: true })
  withdrawnAt: number | null;

  /** Why it was withdrawn, for the companies that run it or wanted to. */
  @LongTextColumn({ name: 'withdrawal_reason', nullable: true })
  withdrawalReason: string | null;
}
