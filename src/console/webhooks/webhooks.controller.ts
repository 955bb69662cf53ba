import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, CurrentAccess, InBrowser, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { MANAGERS } from '../../app-management/index.js';
import { PageQuery, parseOrRefuse } from '../../shared/index.js';
import { companyOwner, NewCompanyWebhook, webhookBody, Webhooks, wishOf } from '../../webhooks/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import type { Visit } from '../shell/exchange.js';
import { NeedsFreshProof } from '../shell/fresh-proof.js';
import { MadeSecrets } from '../shell/made-secrets.js';
import { pagerOf } from '../shell/paging.js';
import { sectionPath } from '../shell/shells.js';
import { NEW_WEBHOOK_PAGE } from './new-webhook.page.js';
import { eventChoices } from './webhook-choices.js';
import { type WebhookFaults, webhookFaults, type WebhookForm, webhookFormIn, wishIn } from './webhook-forms.js';
import { failureWords } from './webhook-words.js';
import { WEBHOOKS_PAGE } from './webhooks.page.js';

const BLANK: WebhookForm = { url: '', description: '', hearsAll: true, eventTypes: [] };

/** Where a company is told of what happens, and new places of that kind. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('app_installations:manage')
@RequireCompanyRole('admin', MANAGERS)
@Controller('console/companies/:companyId/webhooks')
export class ConsoleWebhooksController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly webhooks: Webhooks,
    private readonly secrets: MadeSecrets,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { access, locale } = visit;
    const page = await this.webhooks.list(companyOwner(access), parseOrRefuse(PageQuery, request.query));
    const data = {
      webhooks: page.items.map(webhookBody),
      pager: pagerOf(page, request.url, locale),
      base: sectionPath(access.companyId, 'webhooks'),
    };
    await this.pages.show(visit, WEBHOOKS_PAGE, data, { section: 'webhooks' });
  }

  @Get('new')
  @NeedsFreshProof()
  async blank(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.show(await this.pages.visit({ request, reply }), BLANK);
  }

  /** The secret travels on to the page that shows it once. */
  @Post('new')
  @NeedsFreshProof()
  async create(
    @CurrentAccess() access: Access,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = webhookFormIn(request.body);
    try {
      const wish = wishOf(parseOrRefuse(NewCompanyWebhook, wishIn(form)));
      await this.secrets.show({ request, reply }, access, 'webhooks', async () => {
        const { webhook, issued } = await this.webhooks.create(companyOwner(access), wish);
        return { id: Number(webhook.id), secret: issued.secret };
      });
    } catch (error) {
      const faults = webhookFaults(error);
      if (!faults) throw error;
      await this.show(await this.pages.visit({ request, reply }), form, faults);
    }
  }

  private async show(visit: Visit, form: WebhookForm, faults: WebhookFaults = {}): Promise<void> {
    const data = {
      form,
      faults,
      failure: (reason: string) => failureWords(reason, visit.locale),
      events: eventChoices(form, visit.locale),
      once: this.secrets.mark(),
      base: sectionPath(visit.access.companyId, 'webhooks'),
    };
    const status = Object.keys(faults).length > 0 ? 422 : 200;
    await this.pages.show(visit, NEW_WEBHOOK_PAGE, data, { section: 'webhooks', status });
  }
}
