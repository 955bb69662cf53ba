import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { In, type SelectQueryBuilder } from 'typeorm';
import { Database, Entry } from '../../database/index.js';
import { notFound, Paged, type PageQuery } from '../../shared/index.js';
import { DirectoryChanges } from '../directory-changes.js';
import { Member } from '../members/member.entity.js';
import { Company } from './company.entity.js';

export type NewCompany = Pick<Company, 'name' | 'environment'> & Partial<Pick<Company, 'allowUserInstalls'>>;
export type CompanyChange = Partial<
  Pick<Company, 'name' | 'active' | 'allowUserInstalls' | 'allowProjectConfigurations' | 'secondFactor'>
>;

/** The customer accounts. Operators create them, and every app has a sandbox of its own; no HTTP route creates others. */
@Injectable()
export class Companies {
  constructor(
    private readonly database: Database,
    private readonly changes: DirectoryChanges,
  ) {}

  create(company: NewCompany): Promise<Company> {
    return this.database.transaction(async () => {
      const rules = { allowUserInstalls: false, allowProjectConfigurations: true, secondFactor: 'optional' } as const;
      const row = { ...rules, ...company, active: true, createdAt: await this.database.now() };
      const { identifiers } = await this.database.repository(Company).insert({ ...row });
      const created: Company = { ...row, id: Number(identifiers[0].id) };
      await this.record('company.created', null, created);
      return created;
    });
  }

  find(id: number): Promise<Company | null> {
    return this.database.repository(Company).findOneBy({ id });
  }

  /** Throws not_found where there is no such company. */
  async get(id: number): Promise<Company> {
    const company = await this.find(id);
    if (!company) throw notFound();
    return company;
  }

  /** What is so already is no change: nobody hears of it. */
  update(id: number, change: CompanyChange): Promise<Company> {
    return this.changes.within(id, async () => {
      const before = await this.get(id);
      const after = { ...before, ...change };
      if (isDeepStrictEqual(stateOf(before), stateOf(after))) return before;
      const { id: _, environment: __, createdAt: ___, ...changeable } = after;
      await this.database.repository(Company).update({ id }, changeable);
      await this.record('company.changed', before, after);
      return after;
    });
  }

  /** The active companies of which a principal is an active member, as far as `within` allows. */
  async listForMember(
    principalId: number,
    within: ReadonlySet<number> | null,
    query: PageQuery,
  ): Promise<Paged<Company>> {
    if (within?.size === 0) return new Paged([], 0, query);
    const companies = this.active()
      .innerJoin(Member, 'member', "member.companyId = company.id AND member.status = 'active'")
      .andWhere('member.principalId = :principalId', { principalId });
    if (within) companies.andWhere({ id: In([...within]) });
    return page(companies, query);
  }

  async byIds(ids: readonly number[]): Promise<Map<number, Company>> {
    const companies = await this.database.repository(Company).findBy({ id: In([...ids]) });
    return new Map(companies.map((company) => [company.id, company]));
  }

  /** The active ones among `ids`. */
  async listByIds(ids: ReadonlySet<number>, query: PageQuery): Promise<Paged<Company>> {
    if (ids.size === 0) return new Paged([], 0, query);
    return page(this.active().andWhere({ id: In([...ids]) }), query);
  }

  private active(): SelectQueryBuilder<Company> {
    return this.database.repository(Company).createQueryBuilder('company').where({ active: true });
  }

  private record(action: string, before: Company | null, after: Company): Promise<void> {
    const { id } = after;
    const event = { action, subjectType: 'company', subjectId: id, companyId: id };
    return this.changes.record(Entry.company(id), {
      ...event,
      before: before && stateOf(before),
      after: stateOf(after),
    });
  }
}

const stateOf = (company: Company): object => ({
  name: company.name,
  environment: company.environment,
  active: company.active,
  allow_user_installs: company.allowUserInstalls,
  allow_project_configurations: company.allowProjectConfigurations,
  second_factor: company.secondFactor,
});

async function page(companies: SelectQueryBuilder<Company>, query: PageQuery): Promise<Paged<Company>> {
  const [items, total] = await companies
    .orderBy('company.id')
    .offset((query.page - 1) * query.per_page)
    .limit(query.per_page)
    .getManyAndCount();
  return new Paged(items, total, query);
}
