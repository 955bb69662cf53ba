import { Controller, Get, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InBrowser, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { MANAGERS } from '../../app-management/index.js';
import { IdParam, seeOther } from '../../shared/index.js';
import { companyOwner, deliveryBody, OwnedDeliveries, Webhooks } from '../../webhooks/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import { MadeSecrets } from '../shell/made-secrets.js';
import { sectionPath } from '../shell/shells.js';
import { DELIVERY_PAGE } from './delivery.page.js';
import { WEBHOOK_SECRET_PAGE } from './webhook-secret.page.js';
import { WebhookPages } from './webhook-pages.js';
import { eventWords, failureWords } from './webhook-words.js';

/** One webhook: what it hears of, and what came of its deliveries. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('app_installations:manage')
@RequireCompanyRole('admin', MANAGERS)
@Controller('console/companies/:companyId/webhooks/:webhookId')
export class ConsoleWebhookController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly webhooks: Webhooks,
    private readonly deliveries: OwnedDeliveries,
    private readonly secrets: MadeSecrets,
    private readonly page: WebhookPages,
  ) {}

  @Get()
  async show(
    @IdParam('webhookId') id: number,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.page.show(await this.pages.visit({ request, reply }), id);
  }

  /** Once: a reload, and the way back, find nothing any more. */
  @Get('secret')
  async secret(
    @IdParam('webhookId') id: number,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { url } = await this.webhooks.find(companyOwner(visit.access), id);
    const secret = this.secrets.take(visit, 'webhooks', id);
    const base = `${sectionPath(visit.access.companyId, 'webhooks')}/${id}`;
    if (secret === undefined) return seeOther(reply, `${base}?done=secret_gone`);
    await this.pages.show(visit, WEBHOOK_SECRET_PAGE, { url, secret, base }, { section: 'webhooks' });
  }

  @Get('deliveries/:deliveryId')
  async delivery(
    @IdParam('webhookId') id: number,
    @IdParam('deliveryId') deliveryId: number,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { access, locale } = visit;
    const delivery = deliveryBody(await this.deliveries.get(companyOwner(access), id, deliveryId));
    const data = {
      delivery,
      event: eventWords(delivery.event_type, locale),
      tried: delivery.tried.map((one) => ({ ...one, failure: one.failure && failureWords(one.failure, locale) })),
      base: `${sectionPath(access.companyId, 'webhooks')}/${id}`,
    };
    await this.pages.show(visit, DELIVERY_PAGE, data, { section: 'webhooks' });
  }
}
