import { Injectable } from '@nestjs/common';
import { type Access, type Levels, riskOf } from '../../access/index.js';
import { Installations, type Permitted, type RequestBody } from '../../app-management/index.js';
import { AppReleases } from '../../apps/index.js';
import { FormerTermsReader } from '../apps/former-terms.js';
import { type ProjectChoice, ProjectChoices } from '../apps/project-choices.js';
import { sectionPath } from '../shell/shells.js';

/** What a page tells of a request besides the request: the app, its page, and where it would work. */
@Injectable()
export class RequestFacts {
  constructor(
    private readonly releases: AppReleases,
    private readonly installations: Installations,
    private readonly choices: ProjectChoices,
    private readonly former: FormerTermsReader,
  ) {}

  async of(access: Access, wish: RequestBody) {
    const { companyId } = access;
    const isOpen = wish.status === 'pending';
    const former = isOpen ? await this.former.of(access, wish.app.id, wish.permissions as Levels) : null;
    return {
      former,
      description: (await this.releases.app(wish.app.id))?.description ?? '',
      appPage: wish.status === 'approved' ? await this.appPage(companyId, wish.app.id) : null,
      permissions: Object.entries(wish.permissions).map(([tool, level]) => ({
        tool,
        level,
        risk: riskOf(tool, level as Parameters<typeof riskOf>[1]),
      })),
      projects: await this.choices.namesOf(companyId, wish.project_ids),
      choice: wish.kind === 'install' ? await this.choice(access, wish, former?.permitted) : null,
    };
  }

  /** What was decided for the app before is not undone by what somebody wishes for it. */
  private choice(
    access: Access,
    { project_ids: projectIds }: RequestBody,
    former: Permitted | undefined,
  ): Promise<ProjectChoice> {
    if (former && (former.mode === 'selected' || projectIds.length === 0)) return this.former.choice(access, former);
    return this.choices.of(access, { mode: 'selected', projectIds, bindUsers: former?.bindUsers ?? false });
  }

  /** See `ProjectChoices`. */
  unlessChosen(access: Access, approved: Levels, permitted: Permitted): Promise<ProjectChoice | null> {
    return this.choices.unlessChosen(access, approved, permitted);
  }

  /** Null where somebody uninstalled the app since. */
  private async appPage(companyId: number, appId: number): Promise<string | null> {
    const [installation] = await this.installations.installed(companyId, [appId]);
    return installation ? `${sectionPath(companyId, 'apps')}/${installation.id}` : null;
  }
}
