import { Injectable } from '@nestjs/common';
import { Not } from 'typeorm';
import { Database } from '../database/index.js';
import { CompanyLock } from '../directory/index.js';
import { notFound, Paged, type PageQuery, pageWindow } from '../shared/index.js';
import { ServiceAccount, type ServiceAccountStatus } from './service-account.entity.js';

export type ServiceAccountDetails = Pick<ServiceAccount, 'name' | 'description' | 'contactEmail'>;

/** The rows of service accounts; to every other company, and once deleted, an account does not exist. */
@Injectable()
export class ServiceAccountStore {
  constructor(
    private readonly database: Database,
    private readonly lock: CompanyLock,
  ) {}

  /** Throws not_found. */
  async get(companyId: number, id: number): Promise<ServiceAccount> {
    const where = { principalId: id, companyId, status: Not<ServiceAccountStatus>('deleted') };
    const account = await this.rows.findOneBy(where);
    if (!account) throw notFound();
    return account;
  }

  /** The account, for a change of it: as it is under the lock of its company, in the caller's transaction. */
  async changing(companyId: number, id: number): Promise<ServiceAccount> {
    await this.lockCompany(companyId);
    return this.get(companyId, id);
  }

  /** One change of a company's accounts at a time, in the caller's transaction. */
  lockCompany(companyId: number): Promise<void> {
    return this.lock.take(companyId);
  }

  async list(companyId: number, query: PageQuery): Promise<Paged<ServiceAccount>> {
    const where = { companyId, status: Not<ServiceAccountStatus>('deleted') };
    const [items, total] = await this.rows.findAndCount({ where, order: { principalId: 'ASC' }, ...pageWindow(query) });
    return new Paged(items, total, query);
  }

  async insert(account: Omit<ServiceAccount, 'createdAt' | 'updatedAt'>): Promise<ServiceAccount> {
    const now = await this.database.now();
    const row = { ...account, createdAt: now, updatedAt: now };
    await this.rows.insert({ ...row });
    return row;
  }

  /** Writes what {@link changing} read. */
  async change(
    account: ServiceAccount,
    details: Partial<ServiceAccountDetails & Pick<ServiceAccount, 'status'>>,
  ): Promise<ServiceAccount> {
    const change = { ...details, updatedAt: await this.database.now() };
    await this.rows.update({ principalId: account.principalId }, change);
    return { ...account, ...change };
  }

  /** What somebody created in a company and that was not deleted, by id. */
  async createdBy(companyId: number, createdBy: number, most: number): Promise<number[]> {
    const where = { companyId, createdBy, status: Not<ServiceAccountStatus>('deleted') };
    const rows = await this.rows.find({ where, order: { principalId: 'ASC' }, take: most });
    return rows.map(({ principalId }) => principalId);
  }

  private get rows() {
    return this.database.repository(ServiceAccount);
  }
}
