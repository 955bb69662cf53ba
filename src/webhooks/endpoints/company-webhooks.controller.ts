import { Controller, Delete, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, CurrentAccess, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { MANAGERS } from '../../app-management/index.js';
import { Accepts, BodyOf, IdParam, type Paged, PageQuery, QueryOf, Returns, ReturnsList } from '../../shared/index.js';
import { companyOwner } from './webhook-owners.js';
import {
  ChangeCompanyWebhook,
  type ChangeWebhookBody,
  changeOf,
  CreatedWebhookShape,
  issuedBody,
  IssuedWebhookSecretShape,
  NewCompanyWebhook,
  type NewWebhookBody,
  RotateBody,
  type WebhookBody,
  webhookBody,
  WebhookShape,
  wishOf,
} from './webhooks.schemas.js';
import { Webhooks } from './webhooks.js';

const WHO =
  'Scope `app_installations:manage`; company administrators (`admin`), or `admin` on `company.app_management`.';

/** Where a company is told of what happens. */
@ApiTags('Webhooks')
@Controller('companies/:companyId/webhooks')
@RequireScope('app_installations:manage')
@RequireCompanyRole('admin', MANAGERS)
export class CompanyWebhooksController {
  constructor(private readonly webhooks: Webhooks) {}

  @Get()
  @ApiOperation({
    summary: 'List the webhooks of a company',
    description: `Their secrets are told by their hints. ${WHO}`,
  })
  @ReturnsList(WebhookShape)
  async list(@QueryOf(PageQuery) query: PageQuery, @CurrentAccess() access: Access): Promise<Paged<WebhookBody>> {
    return (await this.webhooks.list(companyOwner(access), query)).map(webhookBody);
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Add a webhook to a company',
    description:
      'What it hears of concerns the company: installations, wishes, grants, and secrets of its service accounts that end soon. ' +
      `Deliveries are signed as Standard Webhooks say; the secret is in this answer and nowhere else. At most 20. ${WHO}`,
  })
  @Accepts(NewCompanyWebhook)
  @Returns(CreatedWebhookShape, { status: 201, description: 'Added.' })
  async create(
    @BodyOf(NewCompanyWebhook) body: NewWebhookBody,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof CreatedWebhookShape>> {
    const created = await this.webhooks.create(companyOwner(access), wishOf(body));
    return { ...webhookBody(created), secret: created.issued.secret };
  }

  @Get(':webhookId')
  @ApiOperation({ summary: 'Show a webhook of a company', description: WHO })
  @Returns(WebhookShape)
  async show(@IdParam('webhookId') webhookId: number, @CurrentAccess() access: Access): Promise<WebhookBody> {
    return webhookBody(await this.webhooks.get(companyOwner(access), webhookId));
  }

  @Patch(':webhookId')
  @ApiOperation({
    summary: 'Change a webhook of a company',
    description:
      'Set `active` to false and nothing is sent, nor kept for later; to true, and a webhook that was disabled starts ' +
      `anew. ${WHO}`,
  })
  @Accepts(ChangeCompanyWebhook)
  @Returns(WebhookShape)
  async change(
    @IdParam('webhookId') webhookId: number,
    @BodyOf(ChangeCompanyWebhook) body: ChangeWebhookBody,
    @CurrentAccess() access: Access,
  ): Promise<WebhookBody> {
    return webhookBody(await this.webhooks.change(companyOwner(access), webhookId, changeOf(body)));
  }

  @Delete(':webhookId')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Nothing is sent there any more.' })
  @ApiOperation({ summary: 'Delete a webhook of a company', description: WHO })
  async delete(@IdParam('webhookId') webhookId: number, @CurrentAccess() access: Access): Promise<void> {
    await this.webhooks.delete(companyOwner(access), webhookId);
  }

  @Post(':webhookId/secrets')
  @HttpCode(201)
  @ApiOperation({
    summary: 'Rotate the secret of a webhook of a company',
    description:
      'Adds a secret, shown this once; until the end of the overlap deliveries carry a signature by each. ' +
      `At most five at a time. ${WHO}`,
  })
  @Accepts(RotateBody)
  @Returns(IssuedWebhookSecretShape, { status: 201, description: 'The new secret.' })
  async rotate(
    @IdParam('webhookId') webhookId: number,
    @BodyOf(RotateBody) body: RotateBody,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof IssuedWebhookSecretShape>> {
    return issuedBody(await this.webhooks.rotate(companyOwner(access), webhookId, body.overlap_seconds));
  }
}
