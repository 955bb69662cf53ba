import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, CurrentAccess, InBrowser, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { ChangeableInstallations, MANAGERS } from '../../app-management/index.js';
import { Companies } from '../../directory/index.js';
import { formField } from '../../identity/index.js';
import { seeOther } from '../../shared/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { requireSeen } from '../shell/form-values.js';
import { settingsOf, SettingsPages, settingsPath } from './settings-pages.js';

/** Whether members may install for themselves; shows beside it what was decided about single apps. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('app_installations:manage')
@RequireCompanyRole('admin', MANAGERS)
@Controller('console/companies/:companyId/apps/settings')
export class ConsoleSettingsController {
  constructor(
    private readonly settings: SettingsPages,
    private readonly companies: Companies,
    private readonly changeable: ChangeableInstallations,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.settings.show({ request, reply });
  }

  @Post()
  async change(
    @CurrentAccess() access: Access,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { companyId } = access;
    const isSet = (name: string): boolean => formField(request.body, name) === 'true';
    const change = {
      allowUserInstalls: isSet('allow_user_installs'),
      allowProjectConfigurations: isSet('allow_project_configurations'),
    };
    await this.changeable.within(access, async () => {
      requireSeen(request.body, settingsOf(await this.companies.get(companyId)));
      await this.companies.update(companyId, change);
    });
    seeOther(reply, `${settingsPath(access.companyId)}?done=settings`);
  }
}
