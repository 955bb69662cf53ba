import { Controller, Delete, Get, HttpCode, Inject, Patch, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Access, CurrentAccess, RequireCompanyRole, RequireScope } from '../../access/index.js';
import {
  Accepts,
  BodyOf,
  IdParam,
  type Issuer,
  ISSUER,
  type Paged,
  PageQuery,
  QueryOf,
  Returns,
  ReturnsList,
} from '../../shared/index.js';
import {
  ChangeProviderBody,
  changeOf,
  NewProviderBody,
  type ProviderBody,
  providerBody,
  ProviderShape,
  TestedShape,
} from './identity-providers.schemas.js';
import { IdentityProviders } from './identity-providers.js';
import { ProviderTest } from './provider-test.js';

const WHO = 'For company administrators, with the scope `directory:manage`.';

/** Where the people of a company prove who they are. */
@ApiTags('Single sign-on')
@Controller('companies/:companyId/identity_providers')
@RequireCompanyRole('admin')
@RequireScope('directory:manage')
export class IdentityProvidersController {
  constructor(
    private readonly providers: IdentityProviders,
    private readonly test: ProviderTest,
    @Inject(ISSUER) private readonly issuer: Issuer,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List the identity providers of a company', description: WHO })
  @ReturnsList(ProviderShape)
  async list(@CurrentAccess() access: Access, @QueryOf(PageQuery) query: PageQuery): Promise<Paged<ProviderBody>> {
    return (await this.providers.list(access.companyId, query)).map((own) => providerBody(own, this.issuer.url));
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Add an identity provider to a company',
    description:
      'With `issuer` alone the rest is discovered; otherwise name the endpoints. Register `redirect_uri` of the answer ' +
      `there. Nobody signs in before a domain is proven. ${WHO}`,
  })
  @Accepts(NewProviderBody)
  @Returns(ProviderShape, { status: 201, description: 'Added.' })
  async create(@CurrentAccess() access: Access, @BodyOf(NewProviderBody) body: NewProviderBody): Promise<ProviderBody> {
    const own = await this.providers.create(access.companyId, { name: body.name, ...changeOf(body) });
    return providerBody(own, this.issuer.url);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Show an identity provider of a company', description: WHO })
  @Returns(ProviderShape)
  async show(@CurrentAccess() access: Access, @IdParam('id') id: number): Promise<ProviderBody> {
    return providerBody(await this.providers.get(access.companyId, id), this.issuer.url);
  }

  @Patch(':id')
  @ApiOperation({
    summary: 'Change an identity provider of a company',
    description:
      'An address counts as a whole: name `issuer`, or all endpoints; with another token endpoint send `client_secret` ' +
      'anew. Another address or client ends sessions and links ' +
      'to accounts, since its subjects may be other people. `enforced` needs `emergency_administrator_ids`, who may ' +
      'use a password on the day it fails, and ends the sessions of everybody else of the domains that did not begin at ' +
      `the provider; what they connected to apps stays. ${WHO}`,
  })
  @Accepts(ChangeProviderBody)
  @Returns(ProviderShape)
  async change(
    @CurrentAccess() access: Access,
    @IdParam('id') id: number,
    @BodyOf(ChangeProviderBody) body: ChangeProviderBody,
  ): Promise<ProviderBody> {
    return providerBody(await this.providers.change(access.companyId, id, changeOf(body)), this.issuer.url);
  }

  @Post(':id/actions/test')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Test the settings of an identity provider',
    description: `Asks for its metadata and keys, and offers a code that nobody issued. Nothing is changed. ${WHO}`,
  })
  @Returns(TestedShape)
  async tryOut(@CurrentAccess() access: Access, @IdParam('id') id: number): Promise<unknown> {
    const checks = await this.test.of(await this.providers.find(access.companyId, id));
    return { usable: checks.every(({ outcome }) => outcome !== 'fail'), checks };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Nobody signs in there any more.' })
  @ApiOperation({
    summary: 'Delete an identity provider of a company',
    description: `With its domains. Whoever signed in there is signed out; accounts and members stay. ${WHO}`,
  })
  async delete(@CurrentAccess() access: Access, @IdParam('id') id: number): Promise<void> {
    await this.providers.delete(access.companyId, id);
  }
}
