import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, CurrentAccess, InBrowser, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { ChangeableInstallations, MANAGERS, Upgrades } from '../../app-management/index.js';
import { formField } from '../../identity/index.js';
import { IdParam, invalidFields, publicIdOf, seeOther } from '../../shared/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import { approvedOf } from '../shell/form-values.js';
import { sectionPath } from '../shell/shells.js';
import { UPGRADE_PAGE } from './upgrade.page.js';

/** Newer versions of an app: what they would change, approved and taken back. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('app_installations:manage')
@RequireCompanyRole('admin', MANAGERS)
@Controller('console/companies/:companyId/apps/:id')
export class ConsoleUpgradeController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly upgrades: Upgrades,
    private readonly changeable: ChangeableInstallations,
  ) {}

  @Get('upgrade')
  async show(@IdParam('id') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { access } = visit;
    await this.changeable.visible(access, id);
    const upgrade = await this.upgrades.show(access.companyId, id);
    await this.pages.show(visit, UPGRADE_PAGE, { ...upgrade, base: pageOf(access, id) }, { section: 'apps' });
  }

  /** To the version that the page showed, with the permissions that it showed. */
  @Post('upgrade')
  async apply(
    @IdParam('id') id: number,
    @CurrentAccess() access: Access,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const versionId = publicIdOf(formField(request.body, 'version_id'));
    if (versionId === undefined) throw invalidFields({ version_id: ['is no version'] });
    const terms = { choice: { versionId }, approved: approvedOf(request.body) };
    await this.changeable.changing(access, id, () => this.upgrades.apply(access.companyId, id, terms, access));
    seeOther(reply, `${pageOf(access, id)}?done=upgraded`);
  }

  @Post('rollback')
  async rollback(
    @IdParam('id') id: number,
    @CurrentAccess() access: Access,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.changeable.changing(access, id, () => this.upgrades.rollback(access.companyId, id, access));
    seeOther(reply, `${pageOf(access, id)}?done=rolled_back`);
  }
}

const pageOf = ({ companyId }: Access, id: number): string => `${sectionPath(companyId, 'apps')}/${id}`;
