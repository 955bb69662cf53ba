import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, CurrentAccess, InBrowser, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { IdParam, seeOther } from '../../shared/index.js';
import { IdentityProviders } from '../../sso/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import { NeedsFreshProof } from '../shell/fresh-proof.js';
import { sectionPath } from '../shell/shells.js';
import { DELETE_PROVIDER_PAGE } from './delete-provider.page.js';
import { providerPath } from './provider-pages.js';
import { ProviderViews } from './provider-views.js';

/** Whether people sign in at a provider at all. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('directory:manage')
@RequireCompanyRole('admin')
@Controller('console/companies/:companyId/single-sign-on/:providerId')
export class ConsoleProviderEndsController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly views: ProviderViews,
    private readonly providers: IdentityProviders,
  ) {}

  @Post('pause')
  @NeedsFreshProof()
  async pause(@IdParam('providerId') id: number, @CurrentAccess() access: Access, @Res() reply: FastifyReply) {
    await this.providers.change(access.companyId, id, { active: false });
    seeOther(reply, `${providerPath(access.companyId, id)}?done=provider_paused`);
  }

  @Post('resume')
  @NeedsFreshProof()
  async resume(@IdParam('providerId') id: number, @CurrentAccess() access: Access, @Res() reply: FastifyReply) {
    await this.providers.change(access.companyId, id, { active: true });
    seeOther(reply, `${providerPath(access.companyId, id)}?done=provider_resumed`);
  }

  @Get('delete')
  @NeedsFreshProof()
  async confirm(@IdParam('providerId') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.pages.visit({ request, reply });
    const { companyId } = visit.access;
    const data = { ...(await this.views.one(companyId, id)), base: providerPath(companyId, id) };
    await this.pages.show(visit, DELETE_PROVIDER_PAGE, data, { section: 'single-sign-on' });
  }

  @Post('delete')
  @NeedsFreshProof()
  async delete(@IdParam('providerId') id: number, @CurrentAccess() access: Access, @Res() reply: FastifyReply) {
    await this.providers.delete(access.companyId, id);
    seeOther(reply, `${sectionPath(access.companyId, 'single-sign-on')}?done=provider_deleted`);
  }
}
