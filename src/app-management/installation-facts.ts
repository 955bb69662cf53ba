import { Injectable } from '@nestjs/common';
import { type InstallationFacts as Facts, InstallationFactsPort, type Level } from '../access/index.js';
import { hasServiceAccount, type Manifest, userPermissionsOf } from '../apps/index.js';
import { ChangeStamps, Database, Entry, FactCache } from '../database/index.js';
import type { PermittedMode } from './app-installation.entity.js';

const MAX_INSTALLATIONS = 50_000;
const MAX_PROJECTS = 100_000;

interface Row {
  readonly id: number;
  readonly status: Facts['status'];
  readonly principal_id: number | null;
  readonly approved_permissions: string;
  readonly bind_users: number;
  readonly installed_for: number | null;
  readonly manifest: string;
}

/** `slot`: 0 for the company's, else the user whose it is. */
const INSTALLATION =
  'SELECT i.id, i.status, i.principal_id, i.approved_permissions, i.bind_users, i.installed_for, v.manifest' +
  ' FROM app_installations i JOIN app_versions v ON v.id = i.version_id' +
  " WHERE i.company_id = ? AND i.app_id = ? AND i.slot = ? AND i.status <> 'uninstalled'";

/** A project of another company is never permitted, also not to an app that may run in all. */
const PERMITTED =
  'SELECT i.permitted_mode, p.project_id FROM app_installations i' +
  ' JOIN projects o ON o.id = ? AND o.company_id = i.company_id' +
  ' LEFT JOIN permitted_projects p ON p.installation_id = i.id AND p.project_id = o.id WHERE i.id = ?';

/** What access decisions ask about installed apps: one statement each, then from memory. */
@Injectable()
export class InstallationFacts extends InstallationFactsPort {
  private readonly installations: FactCache<Facts | null>;
  private readonly personal: FactCache<Facts | null>;
  private readonly projects: FactCache<{ readonly isPermitted: boolean }>;
  private readonly principals: FactCache<{ readonly appId: number } | null>;

  constructor(
    private readonly database: Database,
    stamps: ChangeStamps,
  ) {
    super();
    this.installations = new FactCache(stamps, MAX_INSTALLATIONS);
    this.personal = new FactCache(stamps, MAX_INSTALLATIONS, (facts) => facts === null);
    this.projects = new FactCache(stamps, MAX_PROJECTS);
    this.principals = new FactCache(stamps, MAX_INSTALLATIONS);
  }

  override async installation(companyId: number, appId: number, userId: number | null): Promise<Facts | null> {
    const entries = [Entry.installation(companyId, appId)];
    const load = (slot: number) => () => this.load(companyId, appId, slot);
    const shared = await this.installations.get(`${companyId}:${appId}`, entries, load(0));
    if (shared || userId === null) return shared;
    return this.personal.get(`${companyId}:${appId}:${userId}`, entries, load(userId));
  }

  override async permitsProject({ id, companyId, appId }: Facts, projectId: number): Promise<boolean> {
    const entries = [Entry.installation(companyId, appId), Entry.project(projectId)];
    const load = () => this.loadPermission(id, projectId);
    return (await this.projects.get(`${id}:${projectId}`, entries, load)).isPermitted;
  }

  /** Which app a service account belongs to is fixed when it is added to the directory. */
  override async ofPrincipal(companyId: number, principalId: number): Promise<Facts | null> {
    const entries = [Entry.member(companyId, principalId)];
    const load = () => this.loadApp(companyId, principalId);
    const owner = await this.principals.get(`${companyId}:${principalId}`, entries, load);
    const facts = owner && (await this.installation(companyId, owner.appId, null));
    return facts?.principalId === principalId ? facts : null;
  }

  private async load(companyId: number, appId: number, slot: number): Promise<Facts | null> {
    const [row] = await this.database.query<Row>(INSTALLATION, [companyId, appId, slot]);
    if (!row) return null;
    const manifest = JSON.parse(row.manifest) as Manifest;
    return {
      id: Number(row.id),
      appId,
      companyId,
      status: row.status,
      principalId: hasServiceAccount(manifest) ? idOrNull(row.principal_id) : null,
      approved: JSON.parse(row.approved_permissions) as Record<string, Level>,
      userPermissions: userPermissionsOf(manifest),
      bindUsers: Number(row.bind_users) === 1,
      installedFor: idOrNull(row.installed_for),
    };
  }

  private async loadPermission(installationId: number, projectId: number): Promise<{ isPermitted: boolean }> {
    type Permission = { readonly permitted_mode: PermittedMode; readonly project_id: number | null };
    const [row] = await this.database.query<Permission>(PERMITTED, [projectId, installationId]);
    return { isPermitted: row?.permitted_mode === 'all_and_future' || Boolean(row?.project_id) };
  }

  private async loadApp(companyId: number, principalId: number): Promise<{ appId: number } | null> {
    const [row] = await this.database.query<{ app_id: number }>(
      'SELECT app_id FROM app_installations WHERE company_id = ? AND principal_id = ?',
      [companyId, principalId],
    );
    return row ? { appId: Number(row.app_id) } : null;
  }
}

const idOrNull = (id: number | null): number | null => (id === null ? null : Number(id));
