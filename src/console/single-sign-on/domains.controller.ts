import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InBrowser, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { IdParam } from '../../shared/index.js';
import { IdentityProviders } from '../../sso/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import { NeedsFreshProof } from '../shell/fresh-proof.js';
import { DomainChanges, DomainPages } from './domain-pages.js';

/** For whom a provider speaks. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('directory:manage')
@RequireCompanyRole('admin')
@Controller('console/companies/:companyId/single-sign-on/:providerId/domains')
export class ConsoleEmailDomainsController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly providers: IdentityProviders,
    private readonly page: DomainPages,
    private readonly domains: DomainChanges,
  ) {}

  @Post()
  async add(@IdParam('providerId') providerId: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const visit = await this.pages.visit({ request, reply });
    await this.providers.find(visit.access.companyId, providerId);
    await this.domains.add(visit, providerId);
  }

  @Get(':id')
  async show(
    @IdParam('providerId') providerId: number,
    @IdParam('id') id: number,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.page.show(await this.pages.visit({ request, reply }), { providerId, id });
  }

  /** From then on the provider lets in to accounts that have an address there. */
  @Post(':id/verify')
  @NeedsFreshProof()
  async verify(
    @IdParam('providerId') providerId: number,
    @IdParam('id') id: number,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.domains.verify(await this.pages.visit({ request, reply }), { providerId, id });
  }

  @Post(':id/ask')
  @NeedsFreshProof()
  async ask(
    @IdParam('providerId') providerId: number,
    @IdParam('id') id: number,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.domains.ask(await this.pages.visit({ request, reply }), { providerId, id });
  }

  @Post(':id/remove')
  @NeedsFreshProof()
  async remove(
    @IdParam('providerId') providerId: number,
    @IdParam('id') id: number,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.domains.withdraw(await this.pages.visit({ request, reply }), { providerId, id });
  }
}
