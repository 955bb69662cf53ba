import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InBrowser, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { formField } from '../../identity/index.js';
import { IdParam, seeOther } from '../../shared/index.js';
import { ChangeProviderBody } from '../../sso/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import { NeedsFreshProof } from '../shell/fresh-proof.js';
import { ProviderChanges } from './provider-changes.js';
import { demandIn, providerFaults, providerFormIn } from './provider-forms.js';
import { providerPath, ProviderPages } from './provider-pages.js';

/** One provider: what it is, and whether the two understand each other. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('directory:manage')
@RequireCompanyRole('admin')
@Controller('console/companies/:companyId/single-sign-on/:providerId')
export class ConsoleProviderController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly page: ProviderPages,
    private readonly changes: ProviderChanges,
  ) {}

  @Get()
  async show(@IdParam('providerId') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    await this.page.show(await this.pages.visit({ request, reply }), id);
  }

  /** Changes nothing: the answer stands on the page. */
  @Post('test')
  async test(@IdParam('providerId') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.pages.visit({ request, reply });
    await this.page.show(visit, id, { checks: await this.changes.test(visit, id) });
  }

  @Get('change')
  @NeedsFreshProof()
  async settings(@IdParam('providerId') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    await this.page.settings(await this.pages.visit({ request, reply }), id);
  }

  @Post('change')
  @NeedsFreshProof()
  async change(@IdParam('providerId') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.pages.visit({ request, reply });
    const form = providerFormIn(request.body, 'keep');
    try {
      await this.changes.refuseStray(visit, id, form);
      const secret = formField(request.body, 'client_secret') || undefined;
      const wish = demandIn(ChangeProviderBody, form, secret);
      await this.changes.change(visit, id, wish, form.mode !== 'keep');
    } catch (error) {
      const faults = providerFaults(error, visit.locale);
      if (!faults) throw error;
      return this.page.settings(visit, id, { form, faults });
    }
    seeOther(reply, `${providerPath(visit.access.companyId, id)}?done=saved`);
  }
}
