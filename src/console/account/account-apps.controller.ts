import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, CurrentAccess, InBrowser, RequireScope, ToolCatalogue } from '../../access/index.js';
import { Companies } from '../../directory/index.js';
import { formField, ownAccountOf } from '../../identity/index.js';
import { ConnectedApps, scopeWords } from '../../oauth/index.js';
import { PageQuery, parseOrRefuse, seeOther } from '../../shared/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import { pagerOf } from '../shell/paging.js';
import { ACCOUNT_APPS_PAGE } from './account-apps.page.js';

/** What a person let apps do in their name, and the way to take it back. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope()
@Controller('account/apps')
export class AccountAppsController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly apps: ConnectedApps,
    private readonly companies: Companies,
    private readonly tools: ToolCatalogue,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const query = parseOrRefuse(PageQuery, request.query);
    const page = await this.apps.list(ownAccountOf(visit.access), query);
    const names = await this.companies.byIds(page.items.flatMap(({ companies }) => companies));
    const apps = page.items.map(({ grant, client, companies }) => ({
      id: grant.id,
      name: client.name,
      permissions: grant.scopes === '' ? [] : scopeWords(grant.scopes, visit.locale, this.tools),
      companies: companies.map((id) => names.get(id)?.name ?? '').filter(Boolean),
      since: grant.createdAt,
      authorizedAt: grant.updatedAt,
    }));
    const pager = pagerOf(page, request.url, visit.locale);
    await this.pages.show(visit, ACCOUNT_APPS_PAGE, { apps, pager }, { section: null });
  }

  @Post('disconnect')
  async disconnect(
    @CurrentAccess() access: Access,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.apps.disconnect(ownAccountOf(access), formField(request.body, 'grant_id') ?? '');
    seeOther(reply, '/account/apps?done=disconnected');
  }
}
