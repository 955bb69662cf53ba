import { Controller, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  type Access,
  CurrentAccess,
  InBrowser,
  RequireCompanyRole,
  RequireProjectRole,
  RequireScope,
} from '../../access/index.js';
import { NewSecretBody, secretOptionsOf } from '../../clients/index.js';
import { formField } from '../../identity/index.js';
import { ChangeServiceAccountBody, ServiceAccounts, ServiceAccountSecrets } from '../../service-accounts/index.js';
import { IdParam, parseOrRefuse, seeOther } from '../../shared/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { NeedsFreshProof } from '../shell/fresh-proof.js';
import { sectionPath } from '../shell/shells.js';
import { AccountPermissions } from './account-permissions.js';
import { MadeSecrets } from '../shell/made-secrets.js';

/** What an administrator decides about a service account. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('service_accounts:manage')
@RequireCompanyRole('admin')
@Controller('console/companies/:companyId/service-accounts/:id')
export class ConsoleAccountChangesController {
  constructor(
    private readonly accounts: ServiceAccounts,
    private readonly secrets: ServiceAccountSecrets,
    private readonly shown: MadeSecrets,
    private readonly permissions: AccountPermissions,
  ) {}

  @Post('details')
  async details(
    @IdParam('id') id: number,
    @CurrentAccess() access: Access,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const field = (name: string): string => formField(request.body, name) ?? '';
    const wish = {
      name: field('name'),
      description: field('description'),
      contact_email: field('contact_email').trim(),
    };
    const { name, description, contact_email: contactEmail } = parseOrRefuse(ChangeServiceAccountBody, wish);
    await this.accounts.change(access.companyId, id, { name, description, contactEmail });
    seeOther(reply, pageOf(access, id, 'saved'));
  }

  @Post('permissions')
  async permit(
    @IdParam('id') id: number,
    @CurrentAccess() access: Access,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.permissions.ofCompany(access, id, request.body);
    seeOther(reply, pageOf(access, id, 'saved'));
  }

  @Post('projects/:projectId')
  @RequireProjectRole('admin', { projectMayBeInactive: true })
  async permitInProject(
    @IdParam('id') id: number,
    @CurrentAccess() access: Access,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.permissions.ofProject(access, id, request.body);
    seeOther(reply, pageOf(access, id, 'saved'));
  }

  @Post('projects/:projectId/remove')
  @RequireProjectRole('admin', { projectMayBeInactive: true })
  async takeOut(@IdParam('id') id: number, @CurrentAccess() access: Access, @Res() reply: FastifyReply): Promise<void> {
    await this.permissions.takeOut(access, id);
    seeOther(reply, pageOf(access, id, 'removed'));
  }

  /** A new secret; the older ones work on for as long as was chosen. */
  @Post('rotate')
  @NeedsFreshProof()
  async rotate(
    @IdParam('id') id: number,
    @CurrentAccess() access: Access,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const overlap = formField(request.body, 'overlap_seconds') ?? '';
    const end = formField(request.body, 'expires_on') ?? '';
    const body = parseOrRefuse(NewSecretBody, {
      overlap_seconds: /^\d{1,9}$/.test(overlap) ? Number(overlap) : Number.NaN,
      expires_at: end === '' ? null : `${end}T23:59:59Z`,
    });
    await this.shown.show({ request, reply }, access, 'service-accounts', async () => {
      const { secret } = await this.secrets.create(access.companyId, id, secretOptionsOf(body));
      return { id, secret, isRotated: true };
    });
  }

  @Post('revoke')
  async revoke(
    @IdParam('id') id: number,
    @CurrentAccess() access: Access,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.secrets.revoke(access.companyId, id, formField(request.body, 'secret_id') ?? '');
    seeOther(reply, pageOf(access, id, 'revoked'));
  }

  @Post('deactivate')
  async deactivate(
    @IdParam('id') id: number,
    @CurrentAccess() access: Access,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.accounts.change(access.companyId, id, { active: false });
    seeOther(reply, pageOf(access, id, 'deactivated'));
  }

  @Post('activate')
  async activate(
    @IdParam('id') id: number,
    @CurrentAccess() access: Access,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.accounts.change(access.companyId, id, { active: true });
    seeOther(reply, pageOf(access, id, 'activated'));
  }

  @Post('delete')
  @NeedsFreshProof()
  async delete(@IdParam('id') id: number, @CurrentAccess() access: Access, @Res() reply: FastifyReply): Promise<void> {
    await this.accounts.delete(access.companyId, id);
    seeOther(reply, `${sectionPath(access.companyId, 'service-accounts')}?done=deleted`);
  }
}

const pageOf = ({ companyId }: Access, id: number, done: string): string =>
  `${sectionPath(companyId, 'service-accounts')}/${id}?done=${done}`;
