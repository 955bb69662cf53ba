import { isDeepStrictEqual } from 'node:util';
import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  type Access,
  CurrentAccess,
  InBrowser,
  type Levels,
  levelOn,
  LEVELS,
  reaches,
  RequireCompanyRole,
  RequireScope,
} from '../../access/index.js';
import { ChangeableInstallations, MANAGERS, Narrowing } from '../../app-management/index.js';
import { IdParam, invalidFields, parseOrRefuse, seeOther } from '../../shared/index.js';
import { Advising, NarrowBody } from '../../usage/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import type { Visit } from '../shell/exchange.js';
import { approvedOf, requireSeen, seenMark } from '../shell/form-values.js';
import { sectionPath } from '../shell/shells.js';
import { type AppView, AppViews } from './app-views.js';
import { type Loss, PERMISSIONS_PAGE } from './permissions.page.js';
import { TAKE_PAGE } from './take.page.js';

/** Takes single permissions from an app: chosen, looked at with what the app used, taken. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('app_installations:manage')
@RequireCompanyRole('admin', MANAGERS)
@Controller('console/companies/:companyId/apps/:id/permissions')
export class ConsolePermissionsController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly views: AppViews,
    private readonly changeable: ChangeableInstallations,
    private readonly narrowing: Narrowing,
    private readonly advising: Advising,
  ) {}

  @Get()
  async form(@IdParam('id') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    await this.choose(visit, await this.views.of(visit.access, id));
  }

  /** What would be lost, and whether the app used it. */
  @Get('review')
  async review(@IdParam('id') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { access } = visit;
    const view = await this.views.of(access, id);
    const chosen = chosenIn(request.query);
    const left = await this.narrowing.foresee(access.companyId, id, { approved: chosen });
    const losses = lossesOf(view, left);
    if (losses.length === 0) return this.choose(visit, view, Object.keys(chosen).length > 0);
    const { installation } = await this.narrowing.get(access.companyId, id);
    const data = {
      app: view.app,
      base: pageOf(access, id),
      losses,
      isJudged: view.advice.judged,
      seen: seenMark(installation.approvedPermissions),
    };
    await this.pages.show(visit, TAKE_PAGE, data, { section: 'apps' });
  }

  /** Exactly what the page showed, of what it showed. */
  @Post('take')
  async take(
    @IdParam('id') id: number,
    @CurrentAccess() access: Access,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const approved = chosenIn(request.body);
    await this.changeable.changing(access, id, async ({ approvedPermissions }) => {
      requireSeen(request.body, approvedPermissions);
      const { installation } = await this.advising.apply(access.companyId, id, { approved });
      // A form that takes nothing away is none of ours.
      if (isDeepStrictEqual(installation.approvedPermissions, approvedPermissions))
        throw invalidFields({ approved: ['is missing'] });
    });
    seeOther(reply, `${pageOf(access, id)}?done=taken`);
  }

  private async choose(visit: Visit, { app, advice }: AppView, isEmpty = false): Promise<void> {
    const tools = advice.tools.map(({ tool, approved, used }) => ({
      tool,
      approved,
      used,
      levels: LEVELS.filter((level) => reaches(approved, level)).toReversed(),
    }));
    const data = { app, tools, isEmpty, base: pageOf(visit.access, app.id) };
    await this.pages.show(visit, PERMISSIONS_PAGE, data, { section: 'apps', status: isEmpty ? 422 : 200 });
  }
}

const pageOf = ({ companyId }: Access, id: number): string => `${sectionPath(companyId, 'apps')}/${id}`;

/** The new levels that a form or an address names, by the rules of the API. Throws 422. */
const chosenIn = (fields: unknown): Levels =>
  parseOrRefuse(NarrowBody, { approved_permissions: approvedOf(fields) }).approved_permissions ?? {};

/** The tools on which the app would have less than now. */
const lossesOf = ({ advice }: AppView, left: Levels): Loss[] =>
  advice.tools
    .map(({ tool, approved, used }) => ({ tool, approved, used, after: levelOn(left, tool) }))
    .filter(({ approved, after }) => approved !== after)
    .map((loss) => ({ ...loss, isUsed: !reaches(loss.after, loss.used) }));
