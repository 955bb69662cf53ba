import { Controller, Get, Inject, Patch } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Access, CurrentAccess, RequireCompanyRole, RequireScope } from '../../access/index.js';
import {
  Accepts,
  BodyOf,
  ISSUER,
  type Issuer,
  PageQuery,
  type Paged,
  QueryOf,
  Returns,
  ReturnsList,
} from '../../shared/index.js';
import { GrantedCompanies } from '../ports.js';
import {
  ChangeCompany,
  CompanyBaseUrl,
  companyListItem,
  CompanyListItem,
  companySettings,
  CompanySettings,
} from './companies.schemas.js';
import { Companies } from './companies.js';

@ApiTags('Companies')
@Controller()
export class CompaniesController {
  constructor(
    private readonly companies: Companies,
    private readonly granted: GrantedCompanies,
    @Inject(ISSUER) private readonly issuer: Issuer,
  ) {}

  @Get('companies')
  @RequireScope()
  @ApiOperation({
    summary: 'List companies',
    description:
      'A user: the companies connected to the app in which the user is an active member. A service account: its ' +
      'company. An app itself: the companies where it is installed. Any valid token will do.',
  })
  @ReturnsList(CompanyListItem)
  async list(@CurrentAccess() access: Access, @QueryOf(PageQuery) query: PageQuery): Promise<Paged<unknown>> {
    const granted = await this.granted.companiesOf(access);
    const { id } = access.principal;
    const page = await (id === null
      ? this.companies.listByIds(granted ?? new Set(), query)
      : this.companies.listForMember(id, granted, query));
    const [first] = query.page === 1 ? page.items : [];
    return page.map((company) => companyListItem(company, company === first));
  }

  @Get('companies/:companyId')
  @RequireCompanyRole('member')
  @ApiOperation({
    summary: 'Show a company',
    description: 'For active members of the company, with any valid token that covers it.',
  })
  @Returns(CompanySettings)
  async show(@CurrentAccess() access: Access): Promise<unknown> {
    return companySettings(await this.companies.get(access.companyId));
  }

  @Patch('companies/:companyId')
  @RequireCompanyRole('admin')
  @RequireScope('directory:manage')
  @ApiOperation({
    summary: 'Change the settings of a company',
    description:
      'For company administrators, with the scope `directory:manage`. `second_factor: required` is in force for new ' +
      'authorizations at once; people connect the company only when they signed in with a second factor. Apps that are ' +
      'connected stay so: end them with `DELETE …/app_installations/{id}/connections`.',
  })
  @Accepts(ChangeCompany)
  @Returns(CompanySettings)
  async change(@CurrentAccess() access: Access, @BodyOf(ChangeCompany) body: ChangeCompany): Promise<unknown> {
    const { name, second_factor: secondFactor } = body;
    const change = { ...(name !== undefined && { name }), ...(secondFactor && { secondFactor }) };
    return companySettings(await this.companies.update(access.companyId, change));
  }

  @Get('company_base_url')
  @RequireCompanyRole('member')
  @ApiOperation({
    summary: 'Tell where a company lives',
    description: 'For active members of the company that the header names, with any valid token that covers it.',
  })
  @Returns(CompanyBaseUrl)
  baseUrl(): unknown {
    return { zone: 'us', web_base_url: this.issuer.url };
  }
}
