import { Injectable } from '@nestjs/common';
import { DirectoryFactsPort, levelOn, type Levels, type Permissions, reaches } from '../access/index.js';
import { AuditTrail } from '../audit/index.js';
import { ChangeFeed, Database, Entry } from '../database/index.js';
import { Administrators, Projects } from '../directory/index.js';
import { invalidFields } from '../shared/index.js';
import { exceedsOwnPermissions } from './app-management.errors.js';
import type { AppInstallation, PermittedMode } from './app-installation.entity.js';
import { PermittedProject } from './permitted-project.entity.js';
import { InstallationStore } from './installation-store.js';

/** Where an installed app may run. */
export interface Permitted {
  readonly mode: PermittedMode;
  /** Empty for `all_and_future`. */
  readonly projectIds: readonly number[];
  readonly bindUsers: boolean;
}

export const NO_PROJECTS: Permitted = { mode: 'selected', projectIds: [], bindUsers: false };

/** Who lets an app run somewhere, and what it may do there. */
export interface Permitting {
  readonly companyId: number;
  readonly principalId: number;
  readonly approved: Levels;
  /** What stands before the fields in the request. */
  readonly at: '' | 'permitted_projects.';
}

/** The rows of permitted projects. */
@Injectable()
export class PermittedProjectRows {
  constructor(
    private readonly database: Database,
    private readonly projects: Projects,
    private readonly administrators: Administrators,
    private readonly directory: DirectoryFactsPort,
  ) {}

  async of(installationId: number): Promise<number[]> {
    const rows = await this.database.repository(PermittedProject).find({
      where: { installationId },
      order: { projectId: 'ASC' },
    });
    return rows.map(({ projectId }) => projectId);
  }

  /** Puts the projects in the place of the former ones, in the caller's transaction. */
  async replace(installationId: number, { mode, projectIds }: Permitted): Promise<void> {
    const rows = this.database.repository(PermittedProject);
    await rows.delete({ installationId });
    if (mode === 'all_and_future' || projectIds.length === 0) return;
    await rows.insert(projectIds.map((projectId) => ({ installationId, projectId })));
  }

  /**
   * Nobody lets an app into more than they hold: throws 422 for added projects that do not exist for the caller, and
   * exceeds_own_permissions. What was permitted before stays so without a question.
   */
  async requireOwn(by: Permitting, before: Permitted, after: Permitted): Promise<void> {
    const projectIds = after.projectIds.filter((id) => !before.projectIds.includes(id));
    await this.requireKnown(by, projectIds);
    if (before.bindUsers && !after.bindUsers && !(await this.isAdministrator(by))) {
      throw exceedsOwnPermissions({ [`${by.at}bind_users`]: ['only a company administrator can free users again'] });
    }
    if (before.mode === 'selected') await this.requireHeld(by, { ...after, projectIds });
  }

  /** Throws exceeds_own_permissions unless the caller holds in every permitted project what was approved for the app. */
  async requireHeld(by: Permitting, { mode, projectIds }: Permitted): Promise<void> {
    if (await this.isAdministrator(by)) return;
    if (mode === 'all_and_future') {
      throw exceedsOwnPermissions({ [`${by.at}mode`]: ['only a company administrator can permit all projects'] });
    }
    const faults: string[] = [];
    for (const id of projectIds) {
      const own = await this.directory.projectMember(by.companyId, id, by.principalId);
      faults.push(...missingOf(own, by.approved).map((missing) => `in project ${id} ${missing}`));
    }
    if (faults.length > 0) throw exceedsOwnPermissions({ [`${by.at}project_ids`]: faults });
  }

  /** A project of another company, and one in which the caller has no part, look like one that does not exist: 422. */
  async requireKnown(by: Omit<Permitting, 'approved'>, ids: readonly number[]): Promise<void> {
    if (ids.length === 0) return;
    const selection = (await this.isAdministrator(by)) ? { ids } : { ids, memberId: by.principalId };
    const { items } = await this.projects.list(by.companyId, selection, { page: 1, per_page: ids.length });
    const known = new Set(items.map(({ id }) => id));
    const foreign = ids.filter((id) => !known.has(id));
    const fault = `not projects of this company: ${foreign.join(', ')}`;
    if (foreign.length > 0) throw invalidFields({ [`${by.at}project_ids`]: [fault] });
  }

  private isAdministrator({ companyId, principalId }: Omit<Permitting, 'approved'>): Promise<boolean> {
    return this.administrators.isAdministrator(companyId, principalId);
  }
}

/** What somebody lacks in a project of what was approved for an app. */
function missingOf(own: Permissions | null, approved: Permitting['approved']): string[] {
  if (!own) return ['you are no member'];
  if (own.role === 'admin') return [];
  return Object.entries(approved)
    .filter(([tool, level = 'none']) => tool.startsWith('project.') && !reaches(levelOn(own.levels, tool), level))
    .map(([tool, level]) => `you do not have ${level} on ${tool}`);
}

/** The permitted projects of installations, as administrators change them. */
@Injectable()
export class PermittedProjects {
  constructor(
    private readonly database: Database,
    private readonly store: InstallationStore,
    private readonly rows: PermittedProjectRows,
    private readonly feed: ChangeFeed,
    private readonly audit: AuditTrail,
  ) {}

  /** Of an uninstalled app: the former ones, to be offered again. */
  async get(companyId: number, id: number): Promise<Permitted> {
    return this.of(await this.store.get(companyId, id));
  }

  /** Replaces them; in force on the app's next call. Throws not_installed, exceeds_own_permissions. */
  replace(companyId: number, id: number, permitted: Permitted, principalId: number): Promise<Permitted> {
    return this.database.transaction(async () => {
      await this.store.lockCompany(companyId);
      const installation = await this.store.get(companyId, id);
      const before = await this.of(installation);
      const by = { companyId, principalId, approved: installation.approvedPermissions, at: '' } as const;
      await this.rows.requireOwn(by, before, permitted);
      const { mode: permittedMode, bindUsers } = permitted;
      await this.store.change(installation, { permittedMode, bindUsers });
      await this.rows.replace(id, permitted);
      await this.feed.publish(Entry.installation(companyId, installation.appId));
      await this.audit.record({
        action: 'installation.permitted_projects_changed',
        subjectType: 'installation',
        subjectId: id,
        companyId,
        before: { app_id: installation.appId, ...stateOf(before) },
        after: { app_id: installation.appId, ...stateOf(permitted) },
      });
      return this.of({ ...installation, permittedMode, bindUsers });
    });
  }

  private async of({ id, permittedMode, bindUsers }: AppInstallation): Promise<Permitted> {
    return { mode: permittedMode, projectIds: await this.rows.of(id), bindUsers };
  }
}

const stateOf = ({ mode, projectIds, bindUsers }: Permitted): object => ({
  mode,
  project_ids: projectIds,
  bind_users: bindUsers,
});
