import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, CurrentAccess, RequireScope } from '../../access/index.js';
import { IdParam, type Paged, QueryOf, Returns, ReturnsList } from '../../shared/index.js';
import { appOwner } from '../endpoints/webhook-owners.js';
import { DeliveriesQuery, deliveryBody, DeliveryItem, deliveryItem, DeliveryShape } from './deliveries.schemas.js';
import { OwnedDeliveries } from './owned-deliveries.js';

const WHO = 'Scope `apps:manage`; role `admin` or `owner` in the app.';

/** What was sent to a webhook of an app, and what came of it. */
@ApiTags('Webhooks')
@Controller('apps/:id/webhooks/:webhookId')
@RequireScope('apps:manage')
export class AppDeliveriesController {
  constructor(private readonly deliveries: OwnedDeliveries) {}

  @Post('ping')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Try out a webhook of an app',
    description: `Sends it a \`webhook.ping\`; what came of it is among the deliveries. ${WHO}`,
  })
  @Returns(DeliveryShape, { status: 202, description: 'On its way.' })
  async ping(
    @IdParam('id') appId: number,
    @IdParam('webhookId') webhookId: number,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof DeliveryShape>> {
    return deliveryBody(await this.deliveries.ping(appOwner(appId, access), webhookId));
  }

  @Get('deliveries')
  @ApiOperation({
    summary: 'List the deliveries to a webhook of an app',
    description: `Newest first, for 30 days. ${WHO}`,
  })
  @ReturnsList(DeliveryItem)
  async list(
    @IdParam('id') appId: number,
    @IdParam('webhookId') webhookId: number,
    @QueryOf(DeliveriesQuery) { status, ...page }: DeliveriesQuery,
    @CurrentAccess() access: Access,
  ): Promise<Paged<z.input<typeof DeliveryItem>>> {
    return (await this.deliveries.list(appOwner(appId, access), webhookId, page, status)).map(deliveryItem);
  }

  @Get('deliveries/:deliveryId')
  @ApiOperation({
    summary: 'Show a delivery to a webhook of an app',
    description: `With what was sent and every attempt; of answers the status alone. ${WHO}`,
  })
  @Returns(DeliveryShape)
  async show(
    @IdParam('id') appId: number,
    @IdParam('webhookId') webhookId: number,
    @IdParam('deliveryId') deliveryId: number,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof DeliveryShape>> {
    return deliveryBody(await this.deliveries.get(appOwner(appId, access), webhookId, deliveryId));
  }

  @Post('deliveries/:deliveryId/resend')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Send a delivery to a webhook of an app again',
    description: `At once, whatever became of it, and under the same \`webhook-id\`. ${WHO}`,
  })
  @Returns(DeliveryShape, { status: 202, description: 'On its way.' })
  async resend(
    @IdParam('id') appId: number,
    @IdParam('webhookId') webhookId: number,
    @IdParam('deliveryId') deliveryId: number,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof DeliveryShape>> {
    return deliveryBody(await this.deliveries.resend(appOwner(appId, access), webhookId, deliveryId));
  }
}
