import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InBrowser, RequireCompanyRole, RequireScope, riskOf } from '../../access/index.js';
import {
  type InstallationTarget,
  type InstalledRelease,
  Installing,
  MANAGERS,
  type Permitted,
} from '../../app-management/index.js';
import { permissionsOf } from '../../apps/index.js';
import { invalidFields, parseOrRefuse, PageQuery, seeOther } from '../../shared/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import type { Visit } from '../shell/exchange.js';
import { approvedOf, permittedIn } from '../shell/form-values.js';
import { pagerOf } from '../shell/paging.js';
import { sectionPath } from '../shell/shells.js';
import { FormerTermsReader } from './former-terms.js';
import { targetField, targetIn } from './install-target.js';
import { INSTALL_PAGE } from './install.page.js';
import { MarketShelf } from './market-shelf.js';
import { MARKET_PAGE, type MarketPageData } from './market.page.js';
import { type ProjectChoice, ProjectChoices } from './project-choices.js';

/** The way in for apps: chosen from the list or by a key, looked at, approved. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('app_installations:manage')
@RequireCompanyRole('admin', MANAGERS)
@Controller('console/companies/:companyId/apps/install')
export class ConsoleInstallController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly installing: Installing,
    private readonly shelf: MarketShelf,
    private readonly choices: ProjectChoices,
    private readonly former: FormerTermsReader,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const target = targetIn(request.query);
    if (target) await this.review(visit, target);
    else await this.choose(visit);
  }

  @Post()
  async install(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { access } = visit;
    const target = targetIn(request.body);
    if (!target) throw invalidFields({ version_key: ['is missing'] });
    const permitted = permittedIn(request.body);
    const approved = approvedOf(request.body);
    const missing = await this.choices.unlessChosen(access, approved, permitted);
    if (missing) return this.review(visit, target, missing);
    const outcome = await this.installing.install(access, { target, approved, permitted, notes: '' });
    const list = sectionPath(access.companyId, 'apps');
    seeOther(reply, 'request' in outcome ? `${list}?done=asked` : `${list}/${outcome.installation.id}?done=installed`);
  }

  /** The list; also for whoever wanted what the company has, who is told so where they named it. */
  private async choose(visit: Visit, refused: MarketPageData['refused'] = null): Promise<void> {
    const { access, request, locale } = visit;
    const list = sectionPath(access.companyId, 'apps');
    const page = await this.shelf.page(access.companyId, parseOrRefuse(PageQuery, refused ? {} : request.query));
    const data = {
      apps: page.items,
      // The next page of the list is not asked for the same key again.
      pager: pagerOf(page, refused ? `${list}/install` : request.url, locale),
      list,
      refused,
    };
    await this.pages.show(visit, MARKET_PAGE, data, { section: 'apps', status: refused ? 409 : 200 });
  }

  /** `refused`: the choice of projects with which the form came back. */
  private async review(visit: Visit, target: InstallationTarget, refused?: ProjectChoice): Promise<void> {
    const { access } = visit;
    const release = await this.installing.offer(access, target);
    const held = await this.shelf.held(access.companyId, release);
    if (held) return this.choose(visit, { ...held, key: 'versionKey' in target ? target.versionKey : '' });
    const former = await this.former.of(access, release.app.id, permissionsOf(release.version.manifest));
    const data = {
      ...describedBy(release),
      former,
      target: targetField(target, release.app.id),
      choice: refused ?? (await this.former.choice(access, former?.permitted ?? NOWHERE)),
      list: sectionPath(access.companyId, 'apps'),
    };
    await this.pages.show(visit, INSTALL_PAGE, data, { section: 'apps', status: refused ? 422 : 200 });
  }
}

const NOWHERE: Permitted = { mode: 'selected', projectIds: [], bindUsers: false };

const describedBy = ({ app, version }: InstalledRelease) => ({
  app,
  version: version.version,
  components: version.manifest.components,
  instructions: version.manifest.setup_instructions ?? null,
  permissions: Object.entries(permissionsOf(version.manifest)).map(([tool, level]) => ({
    tool,
    level,
    risk: riskOf(tool, level),
  })),
});
