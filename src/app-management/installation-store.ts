import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../database/index.js';
import { notFound, Paged, type PageQuery, pageWindow } from '../shared/index.js';
import { alreadyInstalled, notInstalled } from './app-management.errors.js';
import { AppInstallation, type InstallationStatus } from './app-installation.entity.js';

/** What an administrator decides with an installation. */
export type InstallationTerms = Pick<
  AppInstallation,
  'versionId' | 'approvedPermissions' | 'permittedMode' | 'bindUsers' | 'installedBy'
>;

const INSTALLED: InstallationStatus[] = ['active', 'suspended'];

/** The rows of installations. What must happen once is one conditional update here. */
@Injectable()
export class InstallationStore {
  constructor(private readonly database: Database) {}

  /** Throws not_found, also for the installation of another company. */
  async get(companyId: number, id: number): Promise<AppInstallation> {
    const installation = await this.rows.findOneBy({ id, companyId });
    if (!installation) throw notFound();
    return installation;
  }

  /** The installation of an app in a company, uninstalled or not. */
  find(companyId: number, appId: number): Promise<AppInstallation | null> {
    return this.rows.findOneBy({ companyId, appId });
  }

  async list(companyId: number, query: PageQuery): Promise<Paged<AppInstallation>> {
    const window = { where: { companyId }, order: { id: 'ASC' as const }, ...pageWindow(query) };
    const [items, total] = await this.rows.findAndCount(window);
    return new Paged(items, total, query);
  }

  /** One change of a company's directory and apps at a time; also keeps the order in which rows are locked. */
  async lockCompany(companyId: number): Promise<void> {
    await this.database.query(`SELECT id FROM companies WHERE id = ?${this.database.dialect.forUpdate}`, [companyId]);
  }

  /** Throws already_installed where somebody else was first. */
  async insert(companyId: number, appId: number, terms: InstallationTerms): Promise<AppInstallation> {
    const row = {
      ...terms,
      companyId,
      appId,
      status: 'active' as const,
      principalId: null,
      installedFor: null,
      installedAt: await this.database.now(),
      uninstalledAt: null,
      uninstalledBy: null,
    };
    try {
      const { identifiers } = await this.rows.insert({ ...row });
      return { ...row, id: Number(identifiers[0].id) };
    } catch (error) {
      if (this.database.dialect.isDuplicateKey(error)) throw alreadyInstalled();
      throw error;
    }
  }

  /** Takes an uninstalled app back, once. Throws already_installed. */
  async reinstall(before: AppInstallation, terms: Partial<InstallationTerms>): Promise<AppInstallation> {
    const change = {
      ...terms,
      status: 'active' as const,
      installedAt: await this.database.now(),
      uninstalledAt: null,
      uninstalledBy: null,
    };
    const { affected } = await this.rows.update({ id: before.id, status: 'uninstalled' }, { ...change });
    if (!affected) throw alreadyInstalled();
    return { ...before, ...change };
  }

  /** Ends an installation, once. Throws not_installed. */
  async uninstall(before: AppInstallation, uninstalledBy: number): Promise<AppInstallation> {
    const change = { status: 'uninstalled' as const, uninstalledAt: await this.database.now(), uninstalledBy };
    const { affected } = await this.rows.update({ id: before.id, status: In(INSTALLED) }, change);
    if (!affected) throw notInstalled();
    return { ...before, ...change };
  }

  /** Throws not_installed for what was uninstalled meanwhile. */
  async change(
    before: AppInstallation,
    change: Partial<Pick<AppInstallation, 'permittedMode' | 'bindUsers' | 'principalId'>>,
  ): Promise<AppInstallation> {
    const { affected } = await this.rows.update({ id: before.id, status: In(INSTALLED) }, change);
    if (!affected) throw notInstalled();
    return { ...before, ...change };
  }

  private get rows() {
    return this.database.repository(AppInstallation);
  }
}
