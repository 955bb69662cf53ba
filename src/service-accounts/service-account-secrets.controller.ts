import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, CurrentAccess, RequireCompanyRole, RequireScope } from '../access/index.js';
import {
  IssuedSecretShape,
  issuedSecretBody,
  NewSecretBody,
  secretBody,
  secretOptionsOf,
  SecretShape,
} from '../clients/index.js';
import { Accepts, BodyOf, IdParam, Returns } from '../shared/index.js';
import { ServiceAccountSecrets } from './service-account-secrets.js';

/** The secrets of a service account. */
@ApiTags('Service accounts')
@Controller('companies/:companyId/service_accounts/:id/secrets')
@RequireScope('service_accounts:manage')
@RequireCompanyRole('admin')
export class ServiceAccountSecretsController {
  constructor(private readonly secrets: ServiceAccountSecrets) {}

  @Get()
  @ApiOperation({
    summary: 'List the secrets of a service account',
    description:
      'Those that still work, newest first, never their values. Scope `service_accounts:manage`; company administrators.',
  })
  @Returns(SecretShape.array())
  async list(@IdParam('id') id: number, @CurrentAccess() access: Access): Promise<z.input<typeof SecretShape>[]> {
    return (await this.secrets.list(access.companyId, id)).map(secretBody);
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Rotate the secret of a service account',
    description:
      'Adds a secret, shown this once; the older ones end after the overlap. Permissions and projects stay as they ' +
      'are. Scope `service_accounts:manage`; company administrators.',
  })
  @Accepts(NewSecretBody)
  @Returns(IssuedSecretShape, { status: 201, description: 'The new secret.' })
  async create(
    @IdParam('id') id: number,
    @BodyOf(NewSecretBody) body: NewSecretBody,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof IssuedSecretShape>> {
    return issuedSecretBody(await this.secrets.create(access.companyId, id, secretOptionsOf(body)));
  }

  @Delete(':secretId')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Revoked.' })
  @ApiOperation({
    summary: 'Revoke a secret of a service account',
    description:
      'Ends it and the tokens obtained with it, now. Scope `service_accounts:manage`; company administrators.',
  })
  async revoke(
    @IdParam('id') id: number,
    @Param('secretId') secretId: string,
    @CurrentAccess() access: Access,
  ): Promise<void> {
    await this.secrets.revoke(access.companyId, id, secretId);
  }
}
