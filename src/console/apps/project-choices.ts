import { Injectable } from '@nestjs/common';
import type { Access, Levels } from '../../access/index.js';
import type { Permitted } from '../../app-management/index.js';
import { Projects } from '../../directory/index.js';

/** A choice of projects, for `include('@project-choice', …)`. */
export interface ProjectChoice {
  readonly mode: Permitted['mode'];
  readonly bindUsers: boolean;
  readonly projects: readonly { readonly id: number; readonly name: string; readonly isChosen: boolean }[];
  /** Chosen ones that the list does not show: inactive, or beyond its length. They stay chosen. */
  readonly unlisted: readonly number[];
  /** Whether the form was refused because none was chosen. */
  readonly isMissing?: boolean;
}

const MOST = 300;

/** The projects among which somebody chooses: their company's, or those in which they have a part. */
@Injectable()
export class ProjectChoices {
  constructor(private readonly projects: Projects) {}

  async of(access: Access, { mode, projectIds, bindUsers }: Permitted): Promise<ProjectChoice> {
    const selection = access.isCompanyAdmin ? {} : { memberId: access.principalId };
    const order = { by: 'name', descending: false } as const;
    const filter = { page: 1, per_page: MOST, active: true, order };
    const { items } = await this.projects.list(access.companyId, selection, filter);
    const listed = new Set(items.map(({ id }) => id));
    return {
      mode,
      bindUsers,
      projects: items.map(({ id, name }) => ({ id, name, isChosen: projectIds.includes(id) })),
      unlisted: projectIds.filter((id) => !listed.has(id)),
    };
  }

  /** The choice again that named no project for an app that works in projects by itself; null for any other choice. */
  async unlessChosen(access: Access, approved: Levels, permitted: Permitted): Promise<ProjectChoice | null> {
    const { mode, projectIds } = permitted;
    if (mode !== 'selected' || projectIds.length > 0) return null;
    if (!Object.keys(approved).some((tool) => tool.startsWith('project.'))) return null;
    const choice = await this.of(access, permitted);
    // Whoever has no project to choose, and may not choose all, installs it for those to come.
    return choice.projects.length > 0 ? { ...choice, isMissing: true } : null;
  }

  /** The names of some projects of a company. */
  async namesOf(companyId: number, ids: readonly number[]): Promise<{ readonly id: number; readonly name: string }[]> {
    const { items } = await this.projects.list(companyId, { ids }, { page: 1, per_page: MOST });
    return items.map(({ id, name }) => ({ id, name }));
  }
}
