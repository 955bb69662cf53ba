import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  type Access,
  CurrentAccess,
  InBrowser,
  RequireCompanyRole,
  RequireScope,
  RequireTool,
} from '../../access/index.js';
import { MANAGERS } from '../../app-management/index.js';
import { IdParam, PageQuery, parseOrRefuse, seeOther } from '../../shared/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import { FormOnce } from '../shell/form-once.js';
import { ConfigurationForms } from './configuration-forms.js';
import { ConfigurationLines } from './configuration-lines.js';
import { ConfigurationPages, configurationsPath } from './configuration-pages.js';
import { CONFIGURATIONS_PAGE } from './configurations.page.js';

/** How an app is configured, and new configurations of it. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@Controller('console/companies/:companyId/apps/:id/configurations')
export class ConsoleConfigurationsController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly forms: ConfigurationForms,
    private readonly form: ConfigurationPages,
    private readonly lines: ConfigurationLines,
    private readonly once: FormOnce,
  ) {}

  @Get()
  @RequireTool('company.app_management', 'read_only')
  async list(@IdParam('id') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const app = await this.forms.app(visit.access, id);
    const page = await this.lines.of(visit, app, parseOrRefuse(PageQuery, request.query));
    await this.pages.show(visit, CONFIGURATIONS_PAGE, page, { section: 'apps' });
  }

  @Get('new')
  @RequireScope('app_installations:manage')
  @RequireCompanyRole('admin', MANAGERS)
  async blank(@IdParam('id') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    await this.form.show(visit, await this.forms.app(visit.access, id), null);
  }

  @Post('new')
  @RequireScope('app_installations:manage')
  @RequireCompanyRole('admin', MANAGERS)
  async create(
    @IdParam('id') id: number,
    @CurrentAccess() access: Access,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const app = await this.forms.app(access, id);
    const list = configurationsPath(access.companyId, id);
    try {
      const { isRepeated } = await this.once.run(access, request, async () => {
        await this.forms.create(access, app, request.body);
        return list;
      });
      seeOther(reply, `${list}?done=${isRepeated ? 'repeated' : 'configured'}`);
    } catch (error) {
      await this.form.show(await this.pages.visit({ request, reply }), app, null, error);
    }
  }
}
