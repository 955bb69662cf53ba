import { Controller, Get, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InBrowser, RequireScope } from '../../access/index.js';
import { seeOther } from '../../shared/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import { ManagedCompanies } from '../shell/managed-companies.js';
import { sectionPath } from '../shell/shells.js';
import { COMPANIES_PAGE } from './companies.page.js';

/** The way in to the console: which company? */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope()
@Controller('console')
export class ConsoleCompaniesController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly managed: ManagedCompanies,
  ) {}

  @Get()
  async choose(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const companies = await this.managed.of(visit.access);
    if (companies.length === 1) return seeOther(reply, sectionPath(companies[0].id, 'apps'));
    const shown = companies.map(({ id, name, environment }) => ({
      name,
      href: sectionPath(id, 'apps'),
      isSandbox: environment === 'sandbox',
    }));
    await this.pages.show(visit, COMPANIES_PAGE, { companies: shown }, { section: null });
  }
}
