import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, CurrentAccess, InBrowser, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { MANAGERS } from '../../app-management/index.js';
import { IdParam, seeOther } from '../../shared/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import { ConfigurationForms } from './configuration-forms.js';
import { ConfigurationPages, configurationsPath } from './configuration-pages.js';

/** One configuration of an app: looked at, changed, deleted. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('app_installations:manage')
@RequireCompanyRole('admin', MANAGERS)
@Controller('console/companies/:companyId/apps/:id/configurations/:configurationId')
export class ConsoleConfigurationController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly forms: ConfigurationForms,
    private readonly form: ConfigurationPages,
  ) {}

  @Get()
  async show(
    @IdParam('id') id: number,
    @IdParam('configurationId') configurationId: number,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const app = await this.forms.app(visit.access, id);
    await this.form.show(visit, app, await this.forms.one(visit.access, app, configurationId));
  }

  @Post()
  async change(
    @IdParam('id') id: number,
    @IdParam('configurationId') configurationId: number,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { access } = visit;
    const app = await this.forms.app(access, id);
    try {
      await this.forms.change(access, app, configurationId, request.body);
    } catch (error) {
      const before = await this.forms.one(access, app, configurationId);
      return this.form.show(visit, app, before, error);
    }
    seeOther(reply, `${configurationsPath(access.companyId, id)}?done=configured`);
  }

  @Post('delete')
  async delete(
    @IdParam('id') id: number,
    @IdParam('configurationId') configurationId: number,
    @CurrentAccess() access: Access,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.forms.delete(access, await this.forms.app(access, id), configurationId);
    seeOther(reply, `${configurationsPath(access.companyId, id)}?done=unconfigured`);
  }
}
