import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentAccess, RequireCompanyRole, RequireScope } from '../access/index.js';
import { endOf, type KeyBody, keyBody, KeyShape, NewKeyBody } from '../clients/index.js';
import { Accepts, BodyOf, IdParam, Returns } from '../shared/index.js';
import { ServiceAccountKeys } from './service-account-keys.js';

const WHO = 'Scope `service_accounts:manage`; company administrators.';

/** The public keys with which a service account authenticates instead of a secret (`private_key_jwt`, RFC 7523). */
@ApiTags('Service accounts')
@Controller('companies/:companyId/service_accounts/:id/keys')
@RequireScope('service_accounts:manage')
@RequireCompanyRole('admin')
export class ServiceAccountKeysController {
  constructor(private readonly keys: ServiceAccountKeys) {}

  @Get()
  @ApiOperation({ summary: 'List the keys of a service account', description: `Those that still work. ${WHO}` })
  @Returns(KeyShape.array())
  async list(@IdParam('id') id: number, @CurrentAccess() access: Access): Promise<KeyBody[]> {
    return (await this.keys.list(access.companyId, id)).map(keyBody);
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Add a key to a service account',
    description:
      'The public half of a key pair; the account signs its assertions with the other one (`private_key_jwt`). Works ' +
      `beside its secrets and other keys. ${WHO}`,
  })
  @Accepts(NewKeyBody)
  @Returns(KeyShape, { status: 201, description: 'Added.' })
  async add(
    @IdParam('id') id: number,
    @BodyOf(NewKeyBody) body: NewKeyBody,
    @CurrentAccess() access: Access,
  ): Promise<KeyBody> {
    return keyBody(await this.keys.add(access.companyId, id, body.jwk, endOf(body)));
  }

  @Delete(':keyId')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Revoked.' })
  @ApiOperation({
    summary: 'Revoke a key of a service account',
    description: `Ends it and the tokens obtained with it, now. ${WHO}`,
  })
  async revoke(
    @IdParam('id') id: number,
    @Param('keyId') keyId: string,
    @CurrentAccess() access: Access,
  ): Promise<void> {
    await this.keys.revoke(access.companyId, id, keyId);
  }
}
