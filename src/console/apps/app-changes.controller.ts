import { Controller, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, CurrentAccess, InBrowser, RequireCompanyRole, RequireScope } from '../../access/index.js';
import {
  AppConnections,
  ChangeableInstallations,
  Installations,
  MANAGERS,
  PermittedProjects,
} from '../../app-management/index.js';
import { formField } from '../../identity/index.js';
import { IdParam, notFound, publicIdOf, seeOther } from '../../shared/index.js';
import { Advising } from '../../usage/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { permittedIn, requireSeen } from '../shell/form-values.js';
import { NeedsFreshProof } from '../shell/fresh-proof.js';
import { sectionPath } from '../shell/shells.js';

/** What somebody decides on the page of an app. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('app_installations:manage')
@RequireCompanyRole('admin', MANAGERS)
@Controller('console/companies/:companyId/apps/:id')
export class AppChangesController {
  constructor(
    private readonly installations: Installations,
    private readonly changeable: ChangeableInstallations,
    private readonly permitted: PermittedProjects,
    private readonly connections: AppConnections,
    private readonly advising: Advising,
  ) {}

  @Post('suspend')
  async suspend(@IdParam('id') id: number, @CurrentAccess() access: Access, @Res() reply: FastifyReply): Promise<void> {
    await this.installations.suspend(access.companyId, id, access.principalId);
    seeOther(reply, pageOf(access, id, 'suspended'));
  }

  @Post('resume')
  async resume(@IdParam('id') id: number, @CurrentAccess() access: Access, @Res() reply: FastifyReply): Promise<void> {
    await this.installations.resume(access.companyId, id, access);
    seeOther(reply, pageOf(access, id, 'resumed'));
  }

  @Post('uninstall')
  @NeedsFreshProof()
  async uninstall(
    @IdParam('id') id: number,
    @CurrentAccess() access: Access,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { companyId, principalId } = access;
    await this.changeable.changing(access, id, () => this.installations.uninstall(companyId, id, principalId));
    seeOther(reply, pageOf(access, id, 'uninstalled'));
  }

  @Post('reinstall')
  async reinstall(
    @IdParam('id') id: number,
    @CurrentAccess() access: Access,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.changeable.changing(access, id, () => this.installations.reinstall(access.companyId, id, access));
    seeOther(reply, pageOf(access, id, 'reinstalled'));
  }

  @Post('projects')
  async permit(
    @IdParam('id') id: number,
    @CurrentAccess() access: Access,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { companyId, principalId } = access;
    const wanted = permittedIn(request.body);
    await this.changeable.within(access, async () => {
      requireSeen(request.body, await this.permitted.get(companyId, id));
      await this.permitted.replace(companyId, id, wanted, principalId);
    });
    seeOther(reply, pageOf(access, id, 'projects'));
  }

  /** One click: what it has and does not use goes. */
  @Post('narrow')
  async narrow(@IdParam('id') id: number, @CurrentAccess() access: Access, @Res() reply: FastifyReply): Promise<void> {
    await this.advising.apply(access.companyId, id, {});
    seeOther(reply, pageOf(access, id, 'narrowed'));
  }

  @Post('disconnect-all')
  async disconnectAll(
    @IdParam('id') id: number,
    @CurrentAccess() access: Access,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.connections.end(access.companyId, id);
    seeOther(reply, pageOf(access, id, 'connections'));
  }

  @Post('disconnect')
  async disconnectOne(
    @IdParam('id') id: number,
    @CurrentAccess() access: Access,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const user = publicIdOf(formField(request.body, 'user_id'));
    if (user === undefined) throw notFound();
    await this.connections.end(access.companyId, id, user);
    seeOther(reply, pageOf(access, id, 'connections'));
  }
}

const pageOf = ({ companyId }: Access, id: number, done: string): string =>
  `${sectionPath(companyId, 'apps')}/${id}?done=${done}`;
