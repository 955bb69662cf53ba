import { Injectable } from '@nestjs/common';
import { Not } from 'typeorm';
import { Database } from '../database/index.js';
import { notFound, Paged, type PageQuery, pageWindow } from '../shared/index.js';
import { ServiceAccount, type ServiceAccountStatus } from './service-account.entity.js';

export type ServiceAccountDetails = Pick<ServiceAccount, 'name' | 'description' | 'contactEmail'>;

/** The rows of service accounts; to every other company, and once deleted, an account does not exist. */
@Injectable()
export class ServiceAccountStore {
  constructor(private readonly database: Database) {}

  /** Throws not_found. */
  async get(companyId: number, id: number): Promise<ServiceAccount> {
    const where = { principalId: id, companyId, status: Not<ServiceAccountStatus>('deleted') };
    const account = await this.rows.findOneBy(where);
    if (!account) throw notFound();
    return account;
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

  /** Throws not_found for an account that was deleted meanwhile. */
  async change(account: ServiceAccount, details: Partial<ServiceAccountDetails>): Promise<ServiceAccount> {
    const change = { ...details, updatedAt: await this.database.now() };
    const where = { principalId: account.principalId, status: Not<ServiceAccountStatus>('deleted') };
    const { affected } = await this.rows.update(where, change);
    if (!affected) throw notFound();
    return { ...account, ...change };
  }

  /** Moves the account from one status to another; false if somebody else did already. */
  async move(id: number, from: ServiceAccountStatus, to: ServiceAccountStatus): Promise<boolean> {
    const updatedAt = await this.database.now();
    const { affected } = await this.rows.update({ principalId: id, status: from }, { status: to, updatedAt });
    return Boolean(affected);
  }

  private get rows() {
    return this.database.repository(ServiceAccount);
  }
}
