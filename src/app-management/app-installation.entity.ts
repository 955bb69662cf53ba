import { Entity, Index } from 'typeorm';
import type { Level } from '../access/index.js';
import { FlagColumn, IdColumn, JsonColumn, RefColumn, TextColumn, TimeColumn } from '../database/index.js';

export type InstallationStatus = 'active' | 'suspended' | 'uninstalled';

/** `all_and_future` keeps no rows: every project of the company is permitted, also those to come. */
export type PermittedMode = 'selected' | 'all_and_future';

/**
 * An app version connected to a company. There is one row per app and company, and one more for each member who
 * installed the app for themselves; rows outlive an uninstall.
 */
@Entity('app_installations')
@Index('ux_app_installations_company_app_slot', ['companyId', 'appId', 'slot'], { unique: true })
@Index('ix_app_installations_app', ['appId'])
@Index('ix_app_installations_principal', ['principalId'])
export class AppInstallation {
  @IdColumn()
  id: number;

  @RefColumn({ name: 'app_id' })
  appId: number;

  @RefColumn({ name: 'company_id' })
  companyId: number;

  @RefColumn({ name: 'version_id' })
  versionId: number;

  @TextColumn(20)
  status: InstallationStatus;

  /** What the company agreed to for the service account, by tool. */
  @JsonColumn({ name: 'approved_permissions' })
  approvedPermissions: Record<string, Level>;

  /** The service account; kept while a version without one is installed, so that it can come back. */
  @RefColumn({ name: 'principal_id', nullable: true })
  principalId: number | null;

  @TextColumn(20, { name: 'permitted_mode' })
  permittedMode: PermittedMode;

  /** Whether user tokens too are bound to the permitted projects. */
  @FlagColumn({ name: 'bind_users' })
  bindUsers: boolean;

  /** The one user it is for; null: everybody in the company. */
  @RefColumn({ name: 'installed_for', nullable: true })
  installedFor: number | null;

  /** `installedFor` or 0, for the unique index: null is never the same as null. */
  @RefColumn({ default: 0 })
  slot: number;

  /** What an upgrade replaced, until it is rolled back or replaced itself. */
  @RefColumn({ name: 'previous_version_id', nullable: true })
  previousVersionId: number | null;

  @JsonColumn({ name: 'previous_approved', nullable: true })
  previousApproved: Record<string, Level> | null;

  @RefColumn({ name: 'installed_by' })
  installedBy: number;

  @TimeColumn({ name: 'installed_at' })
  installedAt: number;

  @TimeColumn({ name: 'uninstalled_at', nullable: true })
  uninstalledAt: number | null;

  @RefColumn({ name: 'uninstalled_by', nullable: true })
  uninstalledBy: number | null;

  @TimeColumn({ name: 'suspended_at', nullable: true })
  suspendedAt: number | null;

  @RefColumn({ name: 'suspended_by', nullable: true })
  suspendedBy: number | null;

  @TimeColumn({ name: 'upgraded_at', nullable: true })
  upgradedAt: number | null;

  @RefColumn({ name: 'upgraded_by', nullable: true })
  upgradedBy: number | null;
}
