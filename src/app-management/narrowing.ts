import { Injectable } from '@nestjs/common';
import { type Level, type Levels, lowerOf, reaches } from '../access/index.js';
import { AuditTrail } from '../audit/index.js';
import { ChangeFeed, Entry } from '../database/index.js';
import { type FieldErrors, invalidFields } from '../shared/index.js';
import type { AppInstallation } from './app-installation.entity.js';
import { notInstalled } from './app-management.errors.js';
import { InstallationStore } from './installation-store.js';
import { type Permitted, PermittedProjectRows } from './permitted-projects.js';

/** What is to be left of an approval: what is not named stays as it is. */
export interface Narrower {
  /** The new level of each tool; `none` takes it away. */
  readonly approved?: Levels | undefined;
  /** The permitted projects that stay, where they are a list. */
  readonly projectIds?: readonly number[] | undefined;
}

/** An installation with where it may run. */
export interface PermittedInstallation {
  readonly installation: AppInstallation;
  readonly permitted: Permitted;
}

/** Takes from installed apps what they do not need: approvals and projects only ever become fewer here. */
@Injectable()
export class Narrowing {
  constructor(
    private readonly store: InstallationStore,
    private readonly rows: PermittedProjectRows,
    private readonly feed: ChangeFeed,
    private readonly audit: AuditTrail,
  ) {}

  /** Throws not_found, also for the installation of another company. */
  async get(companyId: number, id: number): Promise<PermittedInstallation> {
    return this.permittedOf(await this.store.get(companyId, id));
  }

  /**
   * Narrows to what `choose` makes of the installation as it is under the company's lock; in force on the app's next
   * call. What was narrowed stays so through upgrades, unless they ask for more, and through their rollback. Throws
   * not_installed, and 422 for what would be wider.
   */
  narrow(
    companyId: number,
    id: number,
    choose: (current: PermittedInstallation) => Promise<Narrower>,
  ): Promise<PermittedInstallation> {
    return this.store.within(companyId, async () => {
      const before = await this.get(companyId, id);
      requireInstalled(before);
      const narrower = await choose(before);
      requireNarrower(before, narrower);
      const after = await this.write(before, narrower);
      if (isSame(before, after)) return before;
      await this.feed.publish(Entry.installation(companyId, after.installation.appId));
      await this.audit.record({
        action: 'installation.narrowed',
        subjectType: 'installation',
        subjectId: id,
        companyId,
        before: stateOf(before),
        after: stateOf(after),
      });
      return after;
    });
  }

  /** The levels that would be left; throws as {@link narrow} does, which decides again. */
  async foresee(companyId: number, id: number, narrower: Narrower): Promise<Readonly<Record<string, Level>>> {
    const before = await this.get(companyId, id);
    requireInstalled(before);
    requireNarrower(before, narrower);
    return narrowed(before.installation.approvedPermissions, narrower.approved ?? {});
  }

  private async write(before: PermittedInstallation, narrower: Narrower): Promise<PermittedInstallation> {
    const { installation, permitted } = before;
    const { approvedPermissions, previousApproved } = installation;
    const levels = narrower.approved ?? {};
    const changed = await this.store.change(installation, {
      approvedPermissions: narrowed(approvedPermissions, levels),
      previousApproved: previousApproved && narrowed(previousApproved, levels),
    });
    if (!narrower.projectIds) return { installation: changed, permitted };
    await this.rows.replace(installation.id, { ...permitted, projectIds: narrower.projectIds });
    return this.permittedOf(changed);
  }

  private async permittedOf(installation: AppInstallation): Promise<PermittedInstallation> {
    const { id, permittedMode: mode, bindUsers } = installation;
    return { installation, permitted: { mode, bindUsers, projectIds: await this.rows.of(id) } };
  }
}

function requireInstalled({ installation }: PermittedInstallation): void {
  if (installation.status === 'uninstalled') throw notInstalled();
}

/** Without the tools that have no level any more. */
function narrowed(approved: Readonly<Record<string, Level>>, levels: Levels): Record<string, Level> {
  const entries = Object.entries(approved).map(
    ([tool, level]) => [tool, lowerOf(level, levels[tool] ?? level)] as const,
  );
  return Object.fromEntries(entries.filter(([, level]) => level !== 'none'));
}

/** Throws 422 for every level above the approved one, and for projects that are not permitted. */
function requireNarrower({ installation, permitted }: PermittedInstallation, narrower: Narrower): void {
  const faults: Record<string, string[]> = {};
  for (const [tool, level = 'none'] of Object.entries(narrower.approved ?? {})) {
    const { approvedPermissions } = installation;
    const approved = Object.hasOwn(approvedPermissions, tool) ? approvedPermissions[tool] : 'none';
    if (!reaches(approved, level)) faults[`approved_permissions.${tool}`] = [`is more than is approved: ${approved}`];
  }
  Object.assign(faults, projectFaults(permitted, narrower.projectIds));
  if (Object.keys(faults).length > 0) throw invalidFields(faults);
}

function projectFaults({ mode, projectIds }: Permitted, ids: readonly number[] | undefined): FieldErrors {
  if (!ids) return {};
  if (mode === 'all_and_future') return { project_ids: ['all projects are permitted: choose some of them first'] };
  const permitted = new Set(projectIds);
  const added = ids.filter((id) => !permitted.has(id));
  return added.length > 0 ? { project_ids: [`not among the permitted projects: ${added.join(', ')}`] } : {};
}

const isSame = (before: PermittedInstallation, after: PermittedInstallation): boolean =>
  JSON.stringify(stateOf(before)) === JSON.stringify(stateOf(after));

const stateOf = ({ installation, permitted }: PermittedInstallation): object => ({
  app_id: installation.appId,
  approved_permissions: installation.approvedPermissions,
  previous_approved: installation.previousApproved,
  permitted_mode: permitted.mode,
  project_ids: permitted.projectIds,
});
