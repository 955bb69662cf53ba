import { Injectable } from '@nestjs/common';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Access } from '../../access/index.js';
import { ProjectVisibility, type VisibleProjects } from '../../directory/index.js';
import { MANAGERS, managesApps } from '../managers.js';

/** Which configurations somebody may read. */
export interface Sight {
  readonly principalId: number;
  /** An app reads its own alone. */
  readonly appId: number | null;
  readonly projects: VisibleProjects;
  /** Also what members installed for themselves. */
  readonly seesPersonal: boolean;
}

/** A part of a WHERE clause with its parameters. */
export interface Condition {
  readonly sql: string;
  readonly parameters: ObjectLiteral;
}

/**
 * Who manages apps, or may read about them, sees all; others what holds in their projects and in all of them. An app
 * sees its own, wherever it may run.
 */
@Injectable()
export class ConfigurationSight {
  constructor(private readonly visibility: ProjectVisibility) {}

  async of(access: Access): Promise<Sight> {
    const appId = access.client.kind === 'app' ? access.client.appId : null;
    // A token that was narrowed to projects reads about no others.
    const isWhole = appId === null && !access.token.narrowing?.projectIds;
    const seesPersonal = isWhole && managesApps(access);
    const readsAll = seesPersonal || (isWhole && readsApps(access));
    const projects = readsAll ? 'all' : await this.visibility.visibleProjects(access);
    return { principalId: access.principalId, appId, projects, seesPersonal };
  }
}

const readsApps = (access: Access): boolean =>
  access.reaches(MANAGERS.orTool.name, 'read_only') && access.appReaches(MANAGERS.orTool.name, 'read_only');

const MEMBERSHIP =
  'EXISTS (SELECT 1 FROM project_members seen WHERE seen.project_id = configured.projectId AND seen.principal_id = :me)';

/** Holds for the rows of `configured` (ConfiguredProject) whose project is seen. */
export function seenProject({ principalId, projects }: Sight): Condition {
  if (projects === 'all') return { sql: '1 = 1', parameters: {} };
  if (projects === 'memberships') return { sql: MEMBERSHIP, parameters: { me: principalId } };
  const isAmong = 'membershipsAmong' in projects;
  const ids = isAmong ? projects.membershipsAmong : projects;
  if (ids.length === 0) return { sql: '1 = 0', parameters: {} };
  const among = 'configured.projectId IN (:...seenIds)';
  return isAmong
    ? { sql: `${among} AND ${MEMBERSHIP}`, parameters: { me: principalId, seenIds: ids } }
    : { sql: among, parameters: { seenIds: ids } };
}

/** Narrows a query of `configuration` joined with its `installation` to what is seen. */
export function narrow<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  sight: Sight,
  projectsOf: (condition: Condition) => string,
): void {
  if (sight.appId !== null) query.andWhere('installation.appId = :appId', { appId: sight.appId });
  if (!sight.seesPersonal) {
    query.andWhere('(installation.installedFor IS NULL OR installation.installedFor = :me)', { me: sight.principalId });
  }
  if (sight.projects === 'all') return;
  const seen = seenProject(sight);
  query.andWhere(`(configuration.reach <> 'projects' OR ${projectsOf(seen)})`, seen.parameters);
}
