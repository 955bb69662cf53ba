import { Injectable } from '@nestjs/common';
import { type Access, riskOf } from '../../access/index.js';
import { Installations, type RequestBody } from '../../app-management/index.js';
import { AppReleases } from '../../apps/index.js';
import { ProjectChoices } from '../apps/project-choices.js';
import { sectionPath } from '../shell/shells.js';

/** What a page tells of a request besides the request: the app, its page, and where it would work. */
@Injectable()
export class RequestFacts {
  constructor(
    private readonly releases: AppReleases,
    private readonly installations: Installations,
    private readonly choices: ProjectChoices,
  ) {}

  async of(access: Access, wish: RequestBody) {
    const { companyId } = access;
    const wanted = { mode: 'selected', projectIds: wish.project_ids, bindUsers: false } as const;
    return {
      description: (await this.releases.app(wish.app.id))?.description ?? '',
      appPage: wish.status === 'approved' ? await this.appPage(companyId, wish.app.id) : null,
      permissions: Object.entries(wish.permissions).map(([tool, level]) => ({
        tool,
        level,
        risk: riskOf(tool, level as Parameters<typeof riskOf>[1]),
      })),
      projects: await this.choices.namesOf(companyId, wish.project_ids),
      choice: wish.kind === 'install' ? await this.choices.of(access, wanted) : null,
    };
  }

  /** Null where somebody uninstalled the app since. */
  private async appPage(companyId: number, appId: number): Promise<string | null> {
    const [installation] = await this.installations.installed(companyId, [appId]);
    return installation ? `${sectionPath(companyId, 'apps')}/${installation.id}` : null;
  }
}
