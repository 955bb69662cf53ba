import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InBrowser, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { formField } from '../../identity/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import { NeedsFreshProof } from '../shell/fresh-proof.js';
import { sectionPath } from '../shell/shells.js';
import { NewProviderPages } from './new-provider-pages.js';
import { BLANK, providerFormIn } from './provider-forms.js';
import { ProviderViews } from './provider-views.js';
import { PROVIDERS_PAGE } from './providers.page.js';

/** Where the people of a company may sign in, and new providers. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('directory:manage')
@RequireCompanyRole('admin')
@Controller('console/companies/:companyId/single-sign-on')
export class ConsoleProvidersController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly views: ProviderViews,
    private readonly page: NewProviderPages,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { companyId } = visit.access;
    const data = { providers: await this.views.list(companyId), base: sectionPath(companyId, 'single-sign-on') };
    await this.pages.show(visit, PROVIDERS_PAGE, data, { section: 'single-sign-on' });
  }

  @Get('new')
  @NeedsFreshProof()
  async blank(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.page.show(await this.pages.visit({ request, reply }), BLANK);
  }

  /** Whoever proves who they are there gets in to accounts of the company's domains. */
  @Post('new')
  @NeedsFreshProof()
  async create(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const form = providerFormIn(request.body, 'discover');
    await this.page.register(visit, form, formField(request.body, 'client_secret') ?? '');
  }
}
