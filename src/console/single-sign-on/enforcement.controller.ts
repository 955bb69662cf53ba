import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InBrowser, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { IdParam, seeOther } from '../../shared/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import { NeedsFreshProof } from '../shell/fresh-proof.js';
import { Enforcement, EnforcementPages } from './enforcement-pages.js';
import { providerPath } from './provider-pages.js';

/** Whether a provider is the only way in for the people of its domains. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('directory:manage')
@RequireCompanyRole('admin')
@Controller('console/companies/:companyId/single-sign-on/:providerId')
export class ConsoleEnforcementController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly page: EnforcementPages,
    private readonly enforcement: Enforcement,
  ) {}

  @Get('enforce')
  @NeedsFreshProof()
  async choose(@IdParam('providerId') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    await this.page.choose(await this.pages.visit({ request, reply }), id);
  }

  @Get('enforce/review')
  @NeedsFreshProof()
  async review(@IdParam('providerId') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    await this.page.review(await this.pages.visit({ request, reply }), id);
  }

  @Post('enforce')
  @NeedsFreshProof()
  async enforce(@IdParam('providerId') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.pages.visit({ request, reply });
    if (!(await this.enforcement.enforce(visit, id))) return;
    seeOther(reply, `${providerPath(visit.access.companyId, id)}?done=sso_enforced`);
  }

  @Post('lift')
  @NeedsFreshProof()
  async lift(@IdParam('providerId') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.pages.visit({ request, reply });
    await this.enforcement.lift(visit, id);
    seeOther(reply, `${providerPath(visit.access.companyId, id)}?done=sso_lifted`);
  }
}
