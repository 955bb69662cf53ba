import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import { ChangeFeed, Database, Entry } from '../database/index.js';
import { Projects } from '../directory/index.js';
import { invalidFields } from '../shared/index.js';
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

/** The rows of permitted projects. */
@Injectable()
export class PermittedProjectRows {
  constructor(
    private readonly database: Database,
    private readonly projects: Projects,
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

  /** Throws the 422 that names the projects which are not of this company. */
  async requireOfCompany(companyId: number, ids: readonly number[], field: string): Promise<void> {
    if (ids.length === 0) return;
    const { items } = await this.projects.list(companyId, { ids }, { page: 1, per_page: ids.length });
    const known = new Set(items.map(({ id }) => id));
    const foreign = ids.filter((id) => !known.has(id));
    if (foreign.length > 0) throw invalidFields({ [field]: [`not projects of this company: ${foreign.join(', ')}`] });
  }
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

  /** Replaces them; in force on the app's next call. Throws not_installed. */
  replace(companyId: number, id: number, permitted: Permitted): Promise<Permitted> {
    return this.database.transaction(async () => {
      await this.store.lockCompany(companyId);
      const installation = await this.store.get(companyId, id);
      await this.rows.requireOfCompany(companyId, permitted.projectIds, 'project_ids');
      const before = await this.of(installation);
      const { mode: permittedMode, bindUsers } = permitted;
      await this.store.change(installation, { permittedMode, bindUsers });
      await this.rows.replace(id, permitted);
      await this.feed.publish(Entry.installation(companyId, installation.appId));
      await this.audit.record({
        action: 'installation.permitted_projects_changed',
        subjectType: 'installation',
        subjectId: id,
        companyId,
        before: stateOf(before),
        after: stateOf(permitted),
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
