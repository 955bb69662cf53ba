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

  /** What was decided about these apps, by app; apps about which nothing was decided are not in it. */
  async ofApps(companyId: number, appIds: readonly number[]): Promise<ReadonlyMap<number, AppPolicy>> {
    const rows = await this.rows.findBy({ companyId, appId: In([...appIds]) });
    return new Map(rows.map((row) => [row.appId, row]));
  }

  /** Those of these apps that members may install for themselves, as far as the company is concerned. */
  async membersMayInstall(companyId: number, appIds: readonly number[]): Promise<ReadonlySet<number>> {
    const decided = await this.ofApps(companyId, appIds);
    const { allowUserInstalls } = await this.companies.get(companyId);
    const mayInstall = (id: number): boolean => {
      const row = decided.get(id);
      return row ? row.policy === 'allowed' : allowUserInstalls;
    };
    return new Set(appIds.filter(mayInstall));
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
