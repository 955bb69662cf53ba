import { Controller, Delete, Get, HttpCode } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type Access, CurrentAccess, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { asTime, IdParam, type Paged, PageQuery, QueryOf, ReturnsList } from '../../shared/index.js';
import { IdentityProviders } from '../providers/identity-providers.js';
import { LinkedIdentities, type NamedIdentity } from './linked-identities.js';

const WHO = 'For company administrators, with the scope `directory:manage`.';

const IdentityShape = z
  .object({
    user_id: z.number().int(),
    name: z.string(),
    email_address: z.string(),
    subject: z.string().meta({ description: 'Who they are there.' }),
    created_at: z.string(),
    last_used_at: z.string(),
  })
  .meta({
    example: {
      user_id: 1203,
      name: 'Ada Bauer',
      email_address: 'ada@northwind.example',
      subject: '00u1a2b3',
      created_at: '2026-01-15T08:00:00.000Z',
      last_used_at: '2026-01-16T08:00:00.000Z',
    },
  });

/** Which accounts are whose at a provider. */
@ApiTags('Single sign-on')
@Controller('companies/:companyId/identity_providers/:id/linked_identities')
@RequireCompanyRole('admin')
@RequireScope('directory:manage')
export class LinkedIdentitiesController {
  constructor(
    private readonly providers: IdentityProviders,
    private readonly identities: LinkedIdentities,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List who came from an identity provider', description: WHO })
  @ReturnsList(IdentityShape)
  async list(
    @CurrentAccess() { companyId }: Access,
    @IdParam('id') id: number,
    @QueryOf(PageQuery) query: PageQuery,
  ): Promise<Paged<z.input<typeof IdentityShape>>> {
    await this.providers.find(companyId, id);
    return (await this.identities.list(id, query)).map(bodyOf);
  }

  @Delete(':userId')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Unlinked and signed out; the account stays.' })
  @ApiOperation({
    summary: 'Unlink an account from an identity provider',
    description:
      'For somebody who is known there by another subject now. Whoever next signs in there with the address of the ' +
      `account gets it, so make sure that it is the same person. ${WHO}`,
  })
  async unlink(
    @CurrentAccess() { companyId }: Access,
    @IdParam('id') id: number,
    @IdParam('userId') userId: number,
  ): Promise<void> {
    await this.providers.find(companyId, id);
    await this.identities.unlink(companyId, id, userId);
  }
}

const bodyOf = ({ link, name, email }: NamedIdentity): z.input<typeof IdentityShape> => ({
  user_id: link.userId,
  name,
  email_address: email,
  subject: link.subject,
  created_at: asTime(link.createdAt),
  last_used_at: asTime(link.lastUsedAt),
});
