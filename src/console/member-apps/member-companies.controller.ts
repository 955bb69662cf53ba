import { Controller, Get, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InBrowser, RequireScope } from '../../access/index.js';
import { Companies } from '../../directory/index.js';
import { PageQuery, parseOrRefuse, seeOther } from '../../shared/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import { pagerOf } from '../shell/paging.js';
import { MEMBER_COMPANIES_PAGE } from './member-companies.page.js';
import { memberPath } from './member-paths.js';

/** In which company would one like to use an app? */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope()
@Controller('account/companies')
export class MemberCompaniesController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly companies: Companies,
  ) {}

  @Get()
  async choose(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const query = parseOrRefuse(PageQuery, request.query);
    const page = await this.companies.listForMember(visit.access.principalId, null, query);
    if (page.total === 1 && page.items.length === 1) return seeOther(reply, memberPath(page.items[0].id, 'apps'));
    const companies = page.items.map(({ id, name, environment }) => ({
      name,
      href: memberPath(id, 'apps'),
      isSandbox: environment === 'sandbox',
    }));
    const pager = pagerOf(page, request.url, visit.locale);
    await this.pages.show(visit, MEMBER_COMPANIES_PAGE, { companies, pager }, { section: null });
  }
}
