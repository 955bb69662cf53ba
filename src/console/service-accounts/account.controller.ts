import { Controller, Get, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, InBrowser, RequireCompanyRole, RequireProjectRole, RequireScope } from '../../access/index.js';
import { formField } from '../../identity/index.js';
import { ServiceAccounts } from '../../service-accounts/index.js';
import { IdParam, notFound, publicIdOf, seeOther } from '../../shared/index.js';
import { AccountCredentials } from '../credentials/account-credentials.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import { seenMark } from '../shell/form-values.js';
import { NeedsFreshProof } from '../shell/fresh-proof.js';
import { sectionPath } from '../shell/shells.js';
import { ACCOUNT_PAGE } from './account.page.js';
import { MadeSecrets } from '../shell/made-secrets.js';
import { AccountViews } from './account-views.js';
import { ACCOUNT_PROJECT_PAGE } from './account-project.page.js';
import { DELETE_ACCOUNT_PAGE } from './delete-account.page.js';
import { SECRET_PAGE } from './secret.page.js';

/** One service account: what it may do, where, with which secrets. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('service_accounts:manage')
@RequireCompanyRole('admin')
@Controller('console/companies/:companyId/service-accounts/:id')
export class ConsoleAccountController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly views: AccountViews,
    private readonly accounts: ServiceAccounts,
    private readonly secrets: MadeSecrets,
    private readonly credentials: AccountCredentials,
  ) {}

  @Get()
  async show(@IdParam('id') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { companyId } = visit.access;
    const view = await this.views.one(companyId, id, visit.words);
    const data = {
      ...view,
      ...(await this.credentials.of(companyId, id)),
      seen: seenMark(view.set),
      once: this.secrets.mark(),
      base: pageOf(visit.access, id),
      list: sectionPath(companyId, 'service-accounts'),
      usage: `${sectionPath(companyId, 'usage')}?principal_id=${id}`,
      access: `${sectionPath(companyId, 'access')}?who=${id}`,
    };
    await this.pages.show(visit, ACCOUNT_PAGE, data, { section: 'service-accounts' });
  }

  /** Once: a reload, and the way back, find nothing any more. */
  @Get('secret')
  async secret(@IdParam('id') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { access } = visit;
    const account = await this.accounts.get(access.companyId, id);
    const secret = this.secrets.take(visit, 'service-accounts', id);
    if (secret === undefined) return seeOther(reply, `${pageOf(access, id)}?done=secret_gone`);
    const data = {
      name: account.name,
      clientId: account.clientId,
      secret,
      isRotated: formField(request.query, 'rotated') !== undefined,
      olderEnds: await this.views.olderSecretsEnd(access.companyId, id),
      base: pageOf(access, id),
    };
    await this.pages.show(visit, SECRET_PAGE, data, { section: 'service-accounts' });
  }

  @Get('delete')
  @NeedsFreshProof()
  async confirm(@IdParam('id') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { name } = await this.accounts.get(visit.access.companyId, id);
    const data = { name, base: pageOf(visit.access, id) };
    await this.pages.show(visit, DELETE_ACCOUNT_PAGE, data, { section: 'service-accounts' });
  }

  /** From the choice of a project to its page. */
  @Get('projects')
  async choose(@IdParam('id') id: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { access } = await this.pages.visit({ request, reply });
    const project = publicIdOf(formField(request.query, 'project'));
    if (project === undefined) throw notFound();
    seeOther(reply, `${pageOf(access, id)}/projects/${project}`);
  }

  @Get('projects/:projectId')
  @RequireProjectRole('admin', { projectMayBeInactive: true })
  async project(
    @IdParam('id') id: number,
    @IdParam('projectId') projectId: number,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { access, words } = visit;
    const view = await this.views.inProject(access.companyId, id, projectId, words);
    const data = { ...view, seen: seenMark(view.set), base: pageOf(access, id) };
    await this.pages.show(visit, ACCOUNT_PROJECT_PAGE, data, { section: 'service-accounts' });
  }
}

const pageOf = ({ companyId }: Access, id: number): string => `${sectionPath(companyId, 'service-accounts')}/${id}`;
