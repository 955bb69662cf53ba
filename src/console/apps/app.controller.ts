import { Controller, Get, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, InBrowser, RequireCompanyRole, RequireScope, RequireTool } from '../../access/index.js';
import {
  AppPolicies,
  type InstallationSummary,
  MANAGERS,
  managesApps,
  PermittedProjects,
} from '../../app-management/index.js';
import { IdParam } from '../../shared/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import { seenMark } from '../shell/form-values.js';
import { NeedsFreshProof } from '../shell/fresh-proof.js';
import { sectionPath } from '../shell/shells.js';
import { AppViews } from './app-views.js';
import { APP_PAGE } from './app.page.js';
import { ProjectChoices } from './project-choices.js';
import { PROJECTS_PAGE } from './projects.page.js';
import { UNINSTALL_PAGE } from './uninstall.page.js';

/** What a company knows of one of its apps. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@Controller('console/companies/:companyId/apps/:id')
export class AppController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly views: AppViews,
    private readonly permitted: PermittedProjects,
    private readonly choices: ProjectChoices,
    private readonly policies: AppPolicies,
  ) {}

  @Get()
  @RequireTool('company.app_management', 'read_only')
  async show(@IdParam('id') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { companyId } = visit.access;
    const view = await this.views.of(visit.access, id);
    const { mode, projectIds, bindUsers } = await this.permitted.get(companyId, id);
    const mayChange = managesApps(visit.access);
    const policy = await this.policies.find(companyId, view.app.app.id);
    const data = {
      ...view,
      mayChange,
      base: `${sectionPath(companyId, 'apps')}/${id}`,
      list: sectionPath(companyId, 'apps'),
      usage: `${sectionPath(companyId, 'usage')}?app_id=${view.app.app.id}`,
      // Only managers are told where an app may run: the API tells nobody else.
      projects: mayChange ? await this.choices.namesOf(companyId, projectIds) : null,
      anew: anewPath(visit.access, view.app),
      mode,
      keptOut: policy?.policy === 'denied' ? { reason: policy.reason } : null,
      bindUsers,
      canNarrow: mayChange && canNarrow(view),
    };
    await this.pages.show(visit, APP_PAGE, data, { section: 'apps' });
  }

  @Get('projects')
  @RequireScope('app_installations:manage')
  @RequireCompanyRole('admin', MANAGERS)
  async projects(@IdParam('id') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { access } = visit;
    const { app } = await this.views.of(access, id);
    const permitted = await this.permitted.get(access.companyId, id);
    const data = {
      app,
      base: `${sectionPath(access.companyId, 'apps')}/${id}`,
      choice: await this.choices.of(access, permitted),
      seen: seenMark(permitted),
    };
    await this.pages.show(visit, PROJECTS_PAGE, data, { section: 'apps' });
  }

  @Get('uninstall')
  @NeedsFreshProof()
  @RequireScope('app_installations:manage')
  @RequireCompanyRole('admin', MANAGERS)
  async uninstall(
    @IdParam('id') id: number,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { app, connected } = await this.views.of(visit.access, id);
    const base = `${sectionPath(visit.access.companyId, 'apps')}/${id}`;
    await this.pages.show(visit, UNINSTALL_PAGE, { app, base, people: connected?.total ?? 0 }, { section: 'apps' });
  }
}

/** Where an app is installed with all that it asks for; null for one that asks for nothing by itself. */
function anewPath({ companyId, input }: Access, { app, authenticates, installed_for: owner }: InstallationSummary) {
  if (owner || !authenticates.includes('service_account')) return null;
  const path = `${sectionPath(companyId, 'apps')}/install`;
  // An id stands for a production version: a sandbox is told by key which version of its own to take.
  return input.company?.environment === 'production' ? `${path}?app_id=${app.id}` : path;
}

/** Whether there is something that the app has and does not use. */
const canNarrow = ({
  advice,
}: {
  readonly advice: { judged: boolean; tools: { finding: string }[]; permitted_projects: { untouched: unknown[] } };
}): boolean =>
  advice.judged &&
  (advice.tools.some(({ finding }) => finding !== 'fits') || advice.permitted_projects.untouched.length > 0);
