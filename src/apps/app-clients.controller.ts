import { Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, CurrentAccess, RequireScope } from '../access/index.js';
import {
  IssuedSecretShape,
  issuedSecretBody,
  NewSecretBody,
  secretBody,
  secretOptionsOf,
  SecretShape,
} from '../clients/index.js';
import { Accepts, BodyOf, IdParam, Returns } from '../shared/index.js';
import { AppClientSecrets } from './app-client-secrets.js';
import { AppClients } from './app-clients.js';
import { appClientBody, AppClientShape, ChangeAppClientBody } from './app-clients.schemas.js';

type ClientBody = z.input<typeof AppClientShape>;

/** An app's credentials: what it authenticates with, and where it may send people back to. */
@ApiTags('Apps')
@Controller('apps/:id/clients')
@RequireScope('apps:manage')
export class AppClientsController {
  constructor(
    private readonly clients: AppClients,
    private readonly secrets: AppClientSecrets,
  ) {}

  @Get()
  @ApiOperation({
    summary: "List an app's clients",
    description: 'One for sandbox companies, one for production. Scope `apps:manage`; any role in the app.',
  })
  @Returns(AppClientShape.array())
  async list(@IdParam('id') id: number, @CurrentAccess() access: Access): Promise<ClientBody[]> {
    return (await this.clients.list(id, access.principalId)).map(appClientBody);
  }

  @Get(':clientId')
  @ApiOperation({ summary: 'Show a client', description: 'Scope `apps:manage`; any role in the app.' })
  @Returns(AppClientShape)
  async show(
    @IdParam('id') id: number,
    @Param('clientId') clientId: string,
    @CurrentAccess() access: Access,
  ): Promise<ClientBody> {
    return appClientBody(await this.clients.show(id, access.principalId, clientId));
  }

  @Patch(':clientId')
  @ApiOperation({
    summary: 'Change a client',
    description: 'A list replaces the whole earlier list. Scope `apps:manage`; role `admin` or `owner` in the app.',
  })
  @Accepts(ChangeAppClientBody)
  @Returns(AppClientShape)
  async change(
    @IdParam('id') id: number,
    @Param('clientId') clientId: string,
    @BodyOf(ChangeAppClientBody) body: ChangeAppClientBody,
    @CurrentAccess() access: Access,
  ): Promise<ClientBody> {
    return appClientBody(await this.clients.change(id, access.principalId, clientId, settingsOf(body)));
  }

  @Get(':clientId/secrets')
  @ApiOperation({
    summary: "List a client's secrets",
    description: 'Those that still work, newest first, never their values. Scope `apps:manage`; any role in the app.',
  })
  @Returns(SecretShape.array())
  async listSecrets(
    @IdParam('id') id: number,
    @Param('clientId') clientId: string,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof SecretShape>[]> {
    return (await this.secrets.list(id, access.principalId, clientId)).map(secretBody);
  }

  @Post(':clientId/secrets')
  @HttpCode(201)
  @ApiOperation({
    summary: 'Rotate the secret',
    description:
      'Adds a secret, shown this once; the older ones end after the overlap. Tokens stay. Scope `apps:manage`; role ' +
      '`admin` or `owner` in the app.',
  })
  @Accepts(NewSecretBody)
  @Returns(IssuedSecretShape, { status: 201, description: 'The new secret.' })
  async createSecret(
    @IdParam('id') id: number,
    @Param('clientId') clientId: string,
    @BodyOf(NewSecretBody) body: NewSecretBody,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof IssuedSecretShape>> {
    const issued = await this.secrets.create(id, access.principalId, clientId, secretOptionsOf(body));
    return issuedSecretBody(issued);
  }

  @Delete(':clientId/secrets/:secretId')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Revoked.' })
  @ApiOperation({
    summary: 'Revoke a secret',
    description: 'Ends it and the tokens obtained with it, now. Scope `apps:manage`; role `admin` or `owner`.',
  })
  async revokeSecret(
    @IdParam('id') id: number,
    @Param('clientId') clientId: string,
    @Param('secretId') secretId: string,
    @CurrentAccess() access: Access,
  ): Promise<void> {
    await this.secrets.revoke(id, access.principalId, clientId, secretId);
  }
}

const settingsOf = (body: ChangeAppClientBody) => ({
  ...(body.grant_types ? { grantTypes: body.grant_types } : {}),
  ...(body.redirect_uris ? { redirectUris: body.redirect_uris } : {}),
  ...(body.allowed_origins ? { allowedOrigins: body.allowed_origins } : {}),
  ...(body.default_scopes ? { defaultScopes: body.default_scopes } : {}),
  ...(body.id_token_signed_response_alg ? { signedResponseAlg: body.id_token_signed_response_alg } : {}),
  ...(body.post_logout_redirect_uris ? { postLogoutRedirectUris: body.post_logout_redirect_uris } : {}),
  ...(body.backchannel_logout_uri === undefined ? {} : { backchannelLogoutUri: body.backchannel_logout_uri }),
});
