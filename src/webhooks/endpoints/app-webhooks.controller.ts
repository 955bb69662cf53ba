import { Controller, Delete, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, CurrentAccess, RequireScope } from '../../access/index.js';
import { Accepts, BodyOf, IdParam, type Paged, PageQuery, QueryOf, Returns, ReturnsList } from '../../shared/index.js';
import { appOwner } from './webhook-owners.js';
import {
  ChangeAppWebhook,
  type ChangeWebhookBody,
  changeOf,
  CreatedWebhookShape,
  issuedBody,
  IssuedWebhookSecretShape,
  NewAppWebhook,
  type NewWebhookBody,
  RotateBody,
  type WebhookBody,
  webhookBody,
  WebhookShape,
  wishOf,
} from './webhooks.schemas.js';
import { Webhooks } from './webhooks.js';

const WHO = 'Scope `apps:manage`; role `admin` or `owner` in the app.';

/** Where an app is told of what happens. */
@ApiTags('Webhooks')
@Controller('apps/:id/webhooks')
@RequireScope('apps:manage')
export class AppWebhooksController {
  constructor(private readonly webhooks: Webhooks) {}

  @Get()
  @ApiOperation({
    summary: 'List the webhooks of an app',
    description: `Their secrets are told by their hints. ${WHO}`,
  })
  @ReturnsList(WebhookShape)
  async list(
    @IdParam('id') appId: number,
    @QueryOf(PageQuery) query: PageQuery,
    @CurrentAccess() access: Access,
  ): Promise<Paged<WebhookBody>> {
    return (await this.webhooks.list(appOwner(appId, access), query)).map(webhookBody);
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Add a webhook to an app',
    description:
      'It hears of the app in all companies, never of people, and of its secrets that end soon. ' +
      `Deliveries are signed as Standard Webhooks say; the secret is in this answer and nowhere else. At most 20. ${WHO}`,
  })
  @Accepts(NewAppWebhook)
  @Returns(CreatedWebhookShape, { status: 201, description: 'Added.' })
  async create(
    @IdParam('id') appId: number,
    @BodyOf(NewAppWebhook) body: NewWebhookBody,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof CreatedWebhookShape>> {
    const created = await this.webhooks.create(appOwner(appId, access), wishOf(body));
    return { ...webhookBody(created), secret: created.issued.secret };
  }

  @Get(':webhookId')
  @ApiOperation({ summary: 'Show a webhook of an app', description: WHO })
  @Returns(WebhookShape)
  async show(
    @IdParam('id') appId: number,
    @IdParam('webhookId') webhookId: number,
    @CurrentAccess() access: Access,
  ): Promise<WebhookBody> {
    return webhookBody(await this.webhooks.get(appOwner(appId, access), webhookId));
  }

  @Patch(':webhookId')
  @ApiOperation({
    summary: 'Change a webhook of an app',
    description:
      'Set `active` to false and nothing is sent, nor kept for later; to true, and a webhook that was disabled starts ' +
      `anew. ${WHO}`,
  })
  @Accepts(ChangeAppWebhook)
  @Returns(WebhookShape)
  async change(
    @IdParam('id') appId: number,
    @IdParam('webhookId') webhookId: number,
    @BodyOf(ChangeAppWebhook) body: ChangeWebhookBody,
    @CurrentAccess() access: Access,
  ): Promise<WebhookBody> {
    return webhookBody(await this.webhooks.change(appOwner(appId, access), webhookId, changeOf(body)));
  }

  @Delete(':webhookId')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Nothing is sent there any more.' })
  @ApiOperation({ summary: 'Delete a webhook of an app', description: WHO })
  async delete(
    @IdParam('id') appId: number,
    @IdParam('webhookId') webhookId: number,
    @CurrentAccess() access: Access,
  ): Promise<void> {
    await this.webhooks.delete(appOwner(appId, access), webhookId);
  }

  @Post(':webhookId/secrets')
  @HttpCode(201)
  @ApiOperation({
    summary: 'Rotate the secret of a webhook of an app',
    description:
      'Adds a secret, shown this once; until the end of the overlap deliveries carry a signature by each. ' +
      `At most five at a time. ${WHO}`,
  })
  @Accepts(RotateBody)
  @Returns(IssuedWebhookSecretShape, { status: 201, description: 'The new secret.' })
  async rotate(
    @IdParam('id') appId: number,
    @IdParam('webhookId') webhookId: number,
    @BodyOf(RotateBody) body: RotateBody,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof IssuedWebhookSecretShape>> {
    return issuedBody(await this.webhooks.rotate(appOwner(appId, access), webhookId, body.overlap_seconds));
  }
}
