import { Controller, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, CurrentAccess, InBrowser, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { ChangeableInstallations, MANAGERS } from '../../app-management/index.js';
import { formField } from '../../identity/index.js';
import { IdParam, parseOrRefuse, seeOther } from '../../shared/index.js';
import {
  ChangeCompanyWebhook,
  changeOf,
  companyOwner,
  OwnedDeliveries,
  RotateBody,
  Webhooks,
} from '../../webhooks/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import { NeedsFreshProof } from '../shell/fresh-proof.js';
import { MadeSecrets } from '../shell/made-secrets.js';
import { sectionPath } from '../shell/shells.js';
import { webhookFaults, webhookFormIn, wishIn } from './webhook-forms.js';
import { WebhookPages } from './webhook-pages.js';

/** What somebody decides about a webhook. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('app_installations:manage')
@RequireCompanyRole('admin', MANAGERS)
@Controller('console/companies/:companyId/webhooks/:webhookId')
export class ConsoleWebhookChangesController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly page: WebhookPages,
    private readonly webhooks: Webhooks,
    private readonly secrets: MadeSecrets,
    private readonly changeable: ChangeableInstallations,
  ) {}

  /** Whatever the company hears goes there from then on. */
  @Post('change')
  @NeedsFreshProof()
  async change(
    @IdParam('webhookId') id: number,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const { access } = visit;
    const form = webhookFormIn(request.body);
    try {
      const change = changeOf(parseOrRefuse(ChangeCompanyWebhook, wishIn(form)));
      await this.changeable.within(access, async () => {
        await this.page.requireSeen(visit, id);
        await this.webhooks.change(companyOwner(access), id, change);
      });
    } catch (error) {
      const faults = webhookFaults(error);
      if (!faults) throw error;
      return this.page.show(visit, id, { form, faults });
    }
    seeOther(reply, pageOf(access, id, 'saved'));
  }

  @Post('pause')
  async pause(@IdParam('webhookId') id: number, @CurrentAccess() access: Access, @Res() reply: FastifyReply) {
    await this.webhooks.change(companyOwner(access), id, { active: false });
    seeOther(reply, pageOf(access, id, 'webhook_paused'));
  }

  @Post('resume')
  async resume(@IdParam('webhookId') id: number, @CurrentAccess() access: Access, @Res() reply: FastifyReply) {
    await this.webhooks.change(companyOwner(access), id, { active: true });
    seeOther(reply, pageOf(access, id, 'webhook_resumed'));
  }

  @Post('rotate')
  @NeedsFreshProof()
  async rotate(
    @IdParam('webhookId') id: number,
    @CurrentAccess() access: Access,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const overlap = formField(request.body, 'overlap_seconds') ?? '';
    const overlap_seconds = /^\d{1,9}$/.test(overlap) ? Number(overlap) : Number.NaN;
    const body = parseOrRefuse(RotateBody, { overlap_seconds });
    await this.secrets.show({ request, reply }, access, 'webhooks', async () => {
      const { secret } = await this.webhooks.rotate(companyOwner(access), id, body.overlap_seconds);
      return { id, secret };
    });
  }

  /** For good, with its secrets. */
  @Post('delete')
  @NeedsFreshProof()
  async delete(@IdParam('webhookId') id: number, @CurrentAccess() access: Access, @Res() reply: FastifyReply) {
    await this.webhooks.delete(companyOwner(access), id);
    seeOther(reply, `${sectionPath(access.companyId, 'webhooks')}?done=webhook_deleted`);
  }
}

/** What somebody asks to be sent by hand. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope('app_installations:manage')
@RequireCompanyRole('admin', MANAGERS)
@Controller('console/companies/:companyId/webhooks/:webhookId')
export class ConsoleDeliveriesController {
  constructor(private readonly deliveries: OwnedDeliveries) {}

  @Post('ping')
  async ping(@IdParam('webhookId') id: number, @CurrentAccess() access: Access, @Res() reply: FastifyReply) {
    await this.deliveries.ping(companyOwner(access), id);
    seeOther(reply, pageOf(access, id, 'sending'));
  }

  @Post('deliveries/:deliveryId/resend')
  async resend(
    @IdParam('webhookId') id: number,
    @IdParam('deliveryId') deliveryId: number,
    @CurrentAccess() access: Access,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.deliveries.resend(companyOwner(access), id, deliveryId);
    seeOther(reply, pageOf(access, id, 'sending'));
  }
}

const pageOf = ({ companyId }: Access, id: number, done: string): string =>
  `${sectionPath(companyId, 'webhooks')}/${id}?done=${done}`;
