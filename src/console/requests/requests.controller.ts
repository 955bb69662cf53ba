import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Access, CurrentAccess, InBrowser, RequireCompanyRole, RequireScope } from '../../access/index.js';
import {
  InstallationRequests,
  InstallationRequestViews,
  MANAGERS,
  RequestAnswers,
  type RequestBody,
} from '../../app-management/index.js';
import { formField } from '../../identity/index.js';
import { IdParam, linesText, PageQuery, parseOrRefuse, seeOther } from '../../shared/index.js';
import type { ProjectChoice } from '../apps/project-choices.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import type { Visit } from '../shell/exchange.js';
import { approvedOf, permittedIn } from '../shell/form-values.js';
import { pagerOf } from '../shell/paging.js';
import { sectionPath } from '../shell/shells.js';
import { RequestFacts } from './request-facts.js';
import { REQUEST_PAGE } from './request.page.js';
import { REQUESTS_PAGE } from './requests.page.js';

const STATUSES = ['pending', 'approved', 'denied', 'expired'] as const;
const ListQuery = PageQuery.extend({ status: z.enum(STATUSES).optional().catch(undefined) });
const Answer = z.object({ notes: linesText(2_000).trim() });

/** What members ask for, and what administrators answer. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('app_installations:manage')
@RequireCompanyRole('admin', MANAGERS)
@Controller('console/companies/:companyId/requests')
export class ConsoleRequestsController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly requests: InstallationRequests,
    private readonly views: InstallationRequestViews,
    private readonly answers: RequestAnswers,
    private readonly facts: RequestFacts,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { status, ...query } = parseOrRefuse(ListQuery, request.query);
    const { companyId } = visit.access;
    const page = await this.views.page(await this.requests.list(companyId, query, status ? { status } : {}));
    const data = {
      requests: page.items,
      pager: pagerOf(page, request.url, visit.locale),
      statuses: STATUSES.map((name) => ({ name, isCurrent: name === status })),
      status: status ?? null,
      base: sectionPath(companyId, 'requests'),
    };
    await this.pages.show(visit, REQUESTS_PAGE, data, { section: 'requests' });
  }

  @Get(':id')
  async show(@IdParam('id') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    await this.draw(visit, await this.views.one(await this.requests.get(visit.access.companyId, id, null)));
  }

  /** Installs or upgrades what was asked for, with the permissions that the page showed. */
  @Post(':id/approve')
  async approve(@IdParam('id') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { access } = visit;
    const { companyId } = access;
    const wish = await this.views.one(await this.requests.get(companyId, id, null));
    const approved = approvedOf(request.body);
    const terms = wish.kind === 'install' ? { permitted: permittedIn(request.body) } : {};
    if (terms.permitted && wish.status === 'pending') {
      const missing = await this.facts.unlessChosen(access, approved, terms.permitted);
      if (missing) return this.draw(visit, wish, missing);
    }
    await this.answers.approve(companyId, id, { by: access, approved, ...terms });
    seeOther(reply, `${sectionPath(companyId, 'requests')}/${id}?done=approved`);
  }

  @Post(':id/deny')
  async deny(
    @IdParam('id') id: number,
    @CurrentAccess() access: Access,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { notes } = parseOrRefuse(Answer, { notes: formField(request.body, 'notes') ?? '' });
    await this.answers.deny(access.companyId, id, access.principalId, notes || null);
    seeOther(reply, `${sectionPath(access.companyId, 'requests')}/${id}?done=denied`);
  }

  /** Takes one's own request back; that of somebody else is denied instead. */
  @Post(':id/withdraw')
  async withdraw(
    @IdParam('id') id: number,
    @CurrentAccess() access: Access,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.answers.withdraw(access.companyId, id, access.principalId);
    seeOther(reply, `${sectionPath(access.companyId, 'requests')}/${id}?done=withdrawn`);
  }

  /** `refused`: the choice of projects with which the form came back. */
  private async draw(visit: Visit, wish: RequestBody, refused?: ProjectChoice): Promise<void> {
    const { access } = visit;
    const data = {
      request: wish,
      ...(await this.facts.of(access, wish)),
      ...(refused ? { choice: refused } : {}),
      base: sectionPath(access.companyId, 'requests'),
      isOwn: wish.requester.id === access.principalId,
    };
    await this.pages.show(visit, REQUEST_PAGE, data, { section: 'requests', status: refused ? 422 : 200 });
  }
}
