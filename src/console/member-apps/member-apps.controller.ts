import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, CurrentAccess, InBrowser, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { managesApps } from '../../app-management/index.js';
import { Companies } from '../../directory/index.js';
import { formField } from '../../identity/index.js';
import { notFound, PageQuery, parseOrRefuse, publicIdOf, seeOther } from '../../shared/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import { pagerOf } from '../shell/paging.js';
import { sectionPath } from '../shell/shells.js';
import { MEMBER_APPS_PAGE } from './member-apps.page.js';
import { memberPath, memberPlace } from './member-paths.js';
import { MemberShelf } from './member-shelf.js';
import { OwnApps } from './own-apps.js';

/** The apps that members of a company may ask for, and those that they have for themselves. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('app_installations:manage')
@RequireCompanyRole('member')
@Controller('account/companies/:companyId/apps')
export class MemberAppsController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly shelf: MemberShelf,
    private readonly own: OwnApps,
    private readonly companies: Companies,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { access } = visit;
    const page = await this.shelf.page(access, parseOrRefuse(PageQuery, request.query));
    const company = await this.companies.get(access.companyId);
    const data = {
      place: memberPlace(company),
      isSandbox: company.environment === 'sandbox',
      own: await this.own.list(access),
      apps: page.items,
      pager: pagerOf(page, request.url, visit.locale),
      install: managesApps(access) ? `${sectionPath(company.id, 'apps')}/install` : null,
    };
    await this.pages.show(visit, MEMBER_APPS_PAGE, data, { section: null });
  }

  @Post('uninstall')
  async uninstall(
    @CurrentAccess() access: Access,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const id = publicIdOf(formField(request.body, 'installation_id'));
    if (id === undefined) throw notFound();
    await this.own.uninstall(access, id);
    seeOther(reply, `${memberPath(access.companyId, 'apps')}?done=uninstalled`);
  }
}
