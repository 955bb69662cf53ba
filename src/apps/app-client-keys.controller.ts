import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentAccess, RequireScope } from '../access/index.js';
import { endOf, type KeyBody, keyBody, KeyShape, NewKeyBody } from '../clients/index.js';
import { Accepts, BodyOf, IdParam, Returns } from '../shared/index.js';
import { AppClientKeys } from './app-client-keys.js';

/** The public keys with which an app's client authenticates instead of a secret (`private_key_jwt`, RFC 7523). */
@ApiTags('Apps')
@Controller('apps/:id/clients/:clientId/keys')
@RequireScope('apps:manage')
export class AppClientKeysController {
  constructor(private readonly keys: AppClientKeys) {}

  @Get()
  @ApiOperation({
    summary: "List a client's keys",
    description: 'Those that still work, newest first. Scope `apps:manage`; any role in the app.',
  })
  @Returns(KeyShape.array())
  async list(
    @IdParam('id') id: number,
    @Param('clientId') clientId: string,
    @CurrentAccess() access: Access,
  ): Promise<KeyBody[]> {
    return (await this.keys.list(id, access.principalId, clientId)).map(keyBody);
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Add a key to a client',
    description:
      'The public half of a key pair; the app signs its assertions with the other one. Works beside its secrets and ' +
      'other keys. Scope `apps:manage`; role `admin` or `owner` in the app.',
  })
  @Accepts(NewKeyBody)
  @Returns(KeyShape, { status: 201, description: 'Added.' })
  async add(
    @IdParam('id') id: number,
    @Param('clientId') clientId: string,
    @BodyOf(NewKeyBody) body: NewKeyBody,
    @CurrentAccess() access: Access,
  ): Promise<KeyBody> {
    const key = { jwk: body.jwk, expiresAt: endOf(body) };
    return keyBody(await this.keys.add(id, access.principalId, clientId, key));
  }

  @Delete(':keyId')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Revoked.' })
  @ApiOperation({
    summary: "Revoke a client's key",
    description: 'Ends it and the tokens obtained with it, now. Scope `apps:manage`; role `admin` or `owner`.',
  })
  async revoke(
    @IdParam('id') id: number,
    @Param('clientId') clientId: string,
    @Param('keyId') keyId: string,
    @CurrentAccess() access: Access,
  ): Promise<void> {
    await this.keys.revoke(id, access.principalId, clientId, keyId);
  }
}
