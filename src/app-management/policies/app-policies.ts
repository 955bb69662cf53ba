import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../../database/index.js';
import { Companies } from '../../directory/index.js';
import { Paged, type PageQuery, pageWindow } from '../../shared/index.js';
import { appDenied } from '../app-management.errors.js';
import { AppPolicy } from './app-policy.entity.js';

/** What a company lets in: its switch for all apps, and what it decided about single ones. */
@Injectable()
export class AppPolicies {
  constructor(
    private readonly database: Database,
    private readonly companies: Companies,
  ) {}

  async list(companyId: number, query: PageQuery): Promise<Paged<AppPolicy>> {
    const window = { where: { companyId }, order: { appId: 'ASC' as const }, ...pageWindow(query) };
    const [items, total] = await this.rows.findAndCount(window);
    return new Paged(items, total, query);
  }

  find(companyId: number, appId: number): Promise<AppPolicy | null> {
    return this.rows.findOneBy({ companyId, appId });
  }

  /** The companies among these that denied the app. */
  async denying(companyIds: readonly number[], appId: number): Promise<ReadonlySet<number>> {
    const rows = await this.rows.findBy({ companyId: In([...companyIds]), appId, policy: 'denied' });
    return new Set(rows.map(({ companyId }) => companyId));
  }

  /** Throws app_denied. */
  async refuseDenied(companyId: number, appId: number): Promise<void> {
    const row = await this.find(companyId, appId);
    if (row?.policy === 'denied') throw appDenied(row.reason);
  }

  /** Whether members may install the app for themselves, as far as the company is concerned. */
  async membersMayInstall(companyId: number, appId: number): Promise<boolean> {
    const row = await this.find(companyId, appId);
    if (row) return row.policy === 'allowed';
    return (await this.companies.get(companyId)).allowUserInstalls;
  }

  /** Puts a decision in the place of the former one, in the caller's transaction. */
  async replace(decision: Omit<AppPolicy, 'setAt'>): Promise<AppPolicy> {
    const { companyId, appId } = decision;
    const policy = { ...decision, setAt: await this.database.now() };
    await this.rows.delete({ companyId, appId });
    await this.rows.insert({ ...policy });
    return policy;
  }

  async forget(companyId: number, appId: number): Promise<void> {
    await this.rows.delete({ companyId, appId });
  }

  private get rows() {
    return this.database.repository(AppPolicy);
  }
}
