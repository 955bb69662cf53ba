import { Injectable } from '@nestjs/common';
import { type Access, type Level, levelOn, type Levels, reaches } from '../../access/index.js';
import { type AppInstallation, Installations, type Permitted, PermittedProjects } from '../../app-management/index.js';
import { AppReleases, permissionsOf } from '../../apps/index.js';
import { sectionPath } from '../shell/shells.js';
import { type ProjectChoice, ProjectChoices } from './project-choices.js';

/** A tool on which an app has less than is asked for. */
export interface Lack {
  readonly tool: string;
  /** What it has, or had last. */
  readonly level: Level;
  /** `never_asked`: nobody took it, the version that the company had did not ask for so much. */
  readonly kind: 'taken' | 'reduced' | 'never_asked';
}

/** What a company has or had of an app, told before it gets more by one click. */
export interface FormerTerms {
  readonly page: string;
  readonly isInstalled: boolean;
  readonly lacks: readonly Lack[];
  readonly permitted: Permitted;
  /** The names of its projects, where single ones were chosen. */
  readonly projects: readonly string[];
}

/** Holds what is asked for an app against what the company has or had of it. */
@Injectable()
export class FormerTermsReader {
  constructor(
    private readonly installations: Installations,
    private readonly permitted: PermittedProjects,
    private readonly releases: AppReleases,
    private readonly choices: ProjectChoices,
  ) {}

  /** Null for an app that the company itself never had. */
  async of({ companyId }: Access, appId: number, asked: Levels): Promise<FormerTerms | null> {
    const installation = await this.installations.ofApp(companyId, appId);
    if (!installation) return null;
    const permitted = await this.permitted.get(companyId, installation.id);
    const projects = await this.choices.namesOf(companyId, permitted.projectIds);
    return {
      page: `${sectionPath(companyId, 'apps')}/${installation.id}`,
      isInstalled: installation.status !== 'uninstalled',
      lacks: lacksOf(asked, installation.approvedPermissions, await this.askedBy(installation)),
      permitted,
      projects: projects.map(({ name }) => name),
    };
  }

  /** The choice with which its form begins: where it ran, as far as whoever chooses may choose it. */
  async choice(access: Access, permitted: Permitted): Promise<ProjectChoice> {
    const choice = await this.choices.of(access, permitted);
    // What somebody does not see they cannot permit anew.
    return access.isCompanyAdmin ? choice : { ...choice, mode: 'selected', unlisted: [] };
  }

  private async askedBy({ versionId }: AppInstallation): Promise<Levels> {
    const version = (await this.releases.versionsById([versionId])).get(versionId);
    return version ? permissionsOf(version.manifest) : {};
  }
}

/** Where `has` is less than `asked`; `once` is what was asked for when it was approved. */
export const lacksOf = (asked: Levels, has: Levels, once: Levels): Lack[] =>
  Object.entries(asked)
    .map(([tool, level]) => ({ tool, level: levelOn(has, tool), asked: level ?? 'none', once: levelOn(once, tool) }))
    .filter(({ level, asked: wanted }) => !reaches(level, wanted))
    .map(({ tool, level, once: before }) => ({ tool, level, kind: kindOf(level, before) }));

function kindOf(level: Level, before: Level): Lack['kind'] {
  if (level === before) return 'never_asked';
  return level === 'none' ? 'taken' : 'reduced';
}
