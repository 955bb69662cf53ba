import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, CurrentAccess, InBrowser, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { formField } from '../../identity/index.js';
import { NewServiceAccountBody, ServiceAccounts } from '../../service-accounts/index.js';
import { PageQuery, parseOrRefuse } from '../../shared/index.js';
import { AccountCredentials } from '../credentials/account-credentials.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import type { Visit } from '../shell/exchange.js';
import { NeedsFreshProof } from '../shell/fresh-proof.js';
import { pagerOf } from '../shell/paging.js';
import { sectionPath } from '../shell/shells.js';
import { MadeSecrets } from '../shell/made-secrets.js';
import { AccountViews } from './account-views.js';
import { ACCOUNTS_PAGE } from './accounts.page.js';
import { NEW_ACCOUNT_PAGE, type NewAccountForm } from './new-account.page.js';

/** The service accounts that a company manages, and new ones. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('service_accounts:manage')
@RequireCompanyRole('admin')
@Controller('console/companies/:companyId/service-accounts')
export class ConsoleAccountsController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly views: AccountViews,
    private readonly accounts: ServiceAccounts,
    private readonly secrets: MadeSecrets,
    private readonly credentials: AccountCredentials,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { companyId } = visit.access;
    const page = await this.views.list(companyId, parseOrRefuse(PageQuery, request.query));
    const data = {
      accounts: page.items,
      pager: pagerOf(page, request.url, visit.locale),
      policy: await this.credentials.policyOf(companyId),
      base: sectionPath(companyId, 'service-accounts'),
    };
    await this.pages.show(visit, ACCOUNTS_PAGE, data, { section: 'service-accounts' });
  }

  @Get('new')
  @NeedsFreshProof()
  async form(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    await this.showForm(visit, { name: '', description: '', contact_email: visit.session.email });
  }

  /** The secret travels on to the page that shows it once. */
  @Post('new')
  @NeedsFreshProof()
  async create(
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
    const parsed = NewServiceAccountBody.safeParse(wish);
    if (!parsed.success) {
      const visit = await this.pages.visit({ request, reply });
      const wrong = new Set(parsed.error.issues.map(({ path }) => String(path[0])));
      return this.showForm(visit, wish, wrong);
    }
    const { name, description, contact_email: contactEmail } = parsed.data;
    const details = { name, description, contactEmail };
    await this.secrets.show({ request, reply }, access, 'service-accounts', async () => {
      const { account, secret } = await this.accounts.create(access.companyId, details, access.principalId);
      return { id: account.principalId, secret: secret?.secret ?? null };
    });
  }

  private async showForm(visit: Visit, form: NewAccountForm, wrong: ReadonlySet<string> = new Set()): Promise<void> {
    const data = {
      form,
      wrong,
      keysOnly: await this.credentials.areKeysOnly(visit.access.companyId),
      once: this.secrets.mark(),
      base: sectionPath(visit.access.companyId, 'service-accounts'),
    };
    const status = wrong.size > 0 ? 422 : 200;
    await this.pages.show(visit, NEW_ACCOUNT_PAGE, data, { section: 'service-accounts', status });
  }
}
