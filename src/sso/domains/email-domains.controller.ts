import { Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Access, CurrentAccess, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { Accepts, BodyOf, IdParam, type Paged, PageQuery, QueryOf, Returns, ReturnsList } from '../../shared/index.js';
import { IdentityProviders } from '../providers/identity-providers.js';
import { DomainMail } from './domain-mail.js';
import { ConfirmationBody, type DomainBody, domainBody, DomainShape, NewDomainBody } from './email-domains.schemas.js';
import { EmailDomains, type ProviderRef } from './email-domains.js';

const WHO = 'For company administrators, with the scope `directory:manage`.';

/** For whom a provider speaks. */
@ApiTags('Single sign-on')
@Controller('companies/:companyId/identity_providers/:id/domains')
@RequireCompanyRole('admin')
@RequireScope('directory:manage')
export class EmailDomainsController {
  constructor(
    private readonly providers: IdentityProviders,
    private readonly domains: EmailDomains,
    private readonly mail: DomainMail,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List the e-mail domains of an identity provider', description: WHO })
  @ReturnsList(DomainShape)
  async list(
    @CurrentAccess() access: Access,
    @IdParam('id') id: number,
    @QueryOf(PageQuery) query: PageQuery,
  ): Promise<Paged<DomainBody>> {
    return (await this.domains.list(await this.ref(access, id), query)).map(domainBody);
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Add an e-mail domain to an identity provider',
    description:
      'It means nothing until it is proven: by the TXT record of the answer, or by mail. Names below which others ' +
      `register theirs, and domains where anybody gets an address, are refused. ${WHO}`,
  })
  @Accepts(NewDomainBody)
  @Returns(DomainShape, { status: 201, description: 'Added.' })
  async add(
    @CurrentAccess() access: Access,
    @IdParam('id') id: number,
    @BodyOf(NewDomainBody) { domain }: NewDomainBody,
  ): Promise<DomainBody> {
    return domainBody(await this.domains.add(await this.ref(access, id), domain));
  }

  @Get(':domainId')
  @ApiOperation({ summary: 'Show an e-mail domain of an identity provider', description: WHO })
  @Returns(DomainShape)
  async show(
    @CurrentAccess() access: Access,
    @IdParam('id') id: number,
    @IdParam('domainId') domainId: number,
  ): Promise<DomainBody> {
    return domainBody(await this.domains.get(await this.ref(access, id), domainId));
  }

  @Post(':domainId/actions/verify')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Prove an e-mail domain by the DNS',
    description:
      'Looks for the TXT record. One company at a time has a domain (409 `domain_taken`): whoever had it loses it where ' +
      `the DNS does not name them any more. ${WHO}`,
  })
  @Returns(DomainShape)
  async verify(
    @CurrentAccess() access: Access,
    @IdParam('id') id: number,
    @IdParam('domainId') domainId: number,
  ): Promise<DomainBody> {
    return domainBody(await this.domains.verify(await this.ref(access, id), domainId));
  }

  @Post(':domainId/actions/send_confirmation')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Prove an e-mail domain by mail',
    description:
      'Mails a link to a mailbox that only those who run the domain have; whoever follows it and confirms proves the ' +
      `domain. Good once and for 24 hours; the former link is dead. ${WHO}`,
  })
  @Accepts(ConfirmationBody)
  @Returns(DomainShape, { status: 202, description: 'Mailed.' })
  async confirm(
    @CurrentAccess() access: Access,
    @IdParam('id') id: number,
    @IdParam('domainId') domainId: number,
    @BodyOf(ConfirmationBody) { mailbox }: ConfirmationBody,
  ): Promise<DomainBody> {
    return domainBody(await this.mail.send(await this.ref(access, id), domainId, mailbox));
  }

  @Delete(':domainId')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'The provider does not speak for it any more.' })
  @ApiOperation({
    summary: 'Remove an e-mail domain from an identity provider',
    description: `Whoever signed in there with an address of it is signed out; their accounts stay. ${WHO}`,
  })
  async remove(
    @CurrentAccess() access: Access,
    @IdParam('id') id: number,
    @IdParam('domainId') domainId: number,
  ): Promise<void> {
    await this.domains.withdraw(await this.ref(access, id), domainId);
  }

  /** Throws not_found, also for the provider of another company. */
  private async ref({ companyId }: Access, providerId: number): Promise<ProviderRef> {
    await this.providers.find(companyId, providerId);
    return { companyId, providerId };
  }
}
