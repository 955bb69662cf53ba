import { Controller, Get, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Access, InBrowser, RequireTool } from '../../access/index.js';
import {
  AppPolicies,
  Installations,
  type InstallationSummary,
  installationSummary,
  InstallationUse,
  InstallationViews,
  managesApps,
} from '../../app-management/index.js';
import { Paged, PageQuery, parseOrRefuse } from '../../shared/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import { pagerOf } from '../shell/paging.js';
import { sectionPath } from '../shell/shells.js';
import { APP_LIST_PAGE } from './app-list.page.js';

const STATUSES = ['active', 'suspended', 'uninstalled'] as const;

const ListQuery = PageQuery.extend({ status: z.enum(STATUSES).optional().catch(undefined) });

/** The apps of a company at a glance. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireTool('company.app_management', 'read_only')
@Controller('console/companies/:companyId/apps')
export class AppListController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly installations: Installations,
    private readonly views: InstallationViews,
    private readonly use: InstallationUse,
    private readonly policies: AppPolicies,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { status, ...query } = parseOrRefuse(ListQuery, request.query);
    const apps = await this.summaries(visit.access, query, status);
    const { companyId } = visit.access;
    const decided = await this.policies.ofApps(
      companyId,
      apps.items.map(({ app }) => app.id),
    );
    const data = {
      apps: apps.items.map((one) => ({ ...one, isKeptOut: decided.get(one.app.id)?.policy === 'denied' })),
      pager: pagerOf(apps, request.url, visit.locale),
      statuses: STATUSES.map((name) => ({ name, isCurrent: name === status })),
      status: status ?? null,
      base: sectionPath(companyId, 'apps'),
      mayChange: managesApps(visit.access),
    };
    await this.pages.show(visit, APP_LIST_PAGE, data, { section: 'apps' });
  }

  private async summaries(
    { companyId }: Access,
    query: PageQuery,
    status: (typeof STATUSES)[number] | undefined,
  ): Promise<Paged<InstallationSummary>> {
    const page = await this.installations.list(companyId, query, status ? { statuses: [status] } : {});
    const [views, lastUsed] = await Promise.all([
      this.views.of(companyId, page.items),
      this.use.lastUsed(page.items.map(({ id }) => id)),
    ]);
    const items = views.map((view) => installationSummary(view, lastUsed.get(view.installation.id) ?? null));
    return new Paged(items, page.total, page.query);
  }
}
