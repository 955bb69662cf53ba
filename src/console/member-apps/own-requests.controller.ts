import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, CurrentAccess, InBrowser, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { InstallationRequests, InstallationRequestViews, RequestAnswers } from '../../app-management/index.js';
import { Companies } from '../../directory/index.js';
import { formField } from '../../identity/index.js';
import { notFound, PageQuery, parseOrRefuse, publicIdOf, seeOther } from '../../shared/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import { pagerOf } from '../shell/paging.js';
import { memberPath, memberPlace } from './member-paths.js';
import { OWN_REQUESTS_PAGE } from './own-requests.page.js';

/** What somebody asked for in a company, whoever they are there: their own requests and nobody else's. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('app_installations:manage')
@RequireCompanyRole('member')
@Controller('account/companies/:companyId/requests')
export class OwnRequestsController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly requests: InstallationRequests,
    private readonly views: InstallationRequestViews,
    private readonly answers: RequestAnswers,
    private readonly companies: Companies,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { companyId, principalId: requesterId } = visit.access;
    const query = parseOrRefuse(PageQuery, request.query);
    const page = await this.views.page(await this.requests.list(companyId, query, { requesterId }));
    const data = {
      place: memberPlace(await this.companies.get(companyId)),
      requests: page.items,
      pager: pagerOf(page, request.url, visit.locale),
    };
    await this.pages.show(visit, OWN_REQUESTS_PAGE, data, { section: null });
  }

  @Post('withdraw')
  async withdraw(
    @CurrentAccess() access: Access,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const id = publicIdOf(formField(request.body, 'request_id'));
    if (id === undefined) throw notFound();
    await this.answers.withdraw(access.companyId, id, access.principalId);
    seeOther(reply, `${memberPath(access.companyId, 'requests')}?done=withdrawn`);
  }
}
