import { Injectable } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import { Database } from '../database/index.js';
import { CompanyLock } from '../directory/index.js';
import { notFound, Paged, type PageQuery, pageWindow } from '../shared/index.js';
import { alreadyInstalled, notInstalled, notSuspended } from './app-management.errors.js';
import { AppInstallation, type InstallationStatus } from './app-installation.entity.js';

/** What an administrator decides with an installation. */
export type InstallationTerms = Pick<
  AppInstallation,
  'versionId' | 'approvedPermissions' | 'permittedMode' | 'bindUsers' | 'installedBy'
>;

/** Which app is installed where, and for whom: null for everybody in the company. */
export type InstallationPlace = Pick<AppInstallation, 'companyId' | 'appId' | 'installedFor'>;

/** What an upgrade or its rollback puts in the place of what runs. */
export type Replacement = Pick<
  AppInstallation,
  'versionId' | 'approvedPermissions' | 'previousVersionId' | 'previousApproved'
>;

/** Which installations a list names; everything that is given must hold. */
export interface InstallationFilter {
  readonly statuses?: readonly InstallationStatus[];
  readonly appId?: number;
  /** Those that this member made for themselves. */
  readonly installedFor?: number;
}

const INSTALLED: InstallationStatus[] = ['active', 'suspended'];
const NEVER = {
  principalId: null,
  uninstalledAt: null,
  uninstalledBy: null,
  previousVersionId: null,
  previousApproved: null,
  suspendedAt: null,
  suspendedBy: null,
  upgradedAt: null,
  upgradedBy: null,
} as const;

/** The rows of installations. What must happen once is one conditional update here. */
@Injectable()
export class InstallationStore {
  constructor(
    private readonly database: Database,
    private readonly lock: CompanyLock,
  ) {}

  /** Throws not_found, also for the installation of another company. */
  async get(companyId: number, id: number): Promise<AppInstallation> {
    const installation = await this.rows.findOneBy({ id, companyId });
    if (!installation) throw notFound();
    return installation;
  }

  /** The installation of an app in a company, or the one that a member made for themselves; uninstalled or not. */
  find(companyId: number, appId: number, installedFor: number | null = null): Promise<AppInstallation | null> {
    return this.rows.findOneBy({ companyId, appId, slot: installedFor ?? 0 });
  }

  /** What a company has of these apps now, with what this member has of them for themselves. */
  installed(companyId: number, appIds: readonly number[], memberId?: number): Promise<AppInstallation[]> {
    const slots = memberId === undefined ? [0] : [0, memberId];
    return this.rows.findBy({ companyId, appId: In([...appIds]), slot: In(slots), status: In(INSTALLED) });
  }

  byIds(ids: readonly number[]): Promise<AppInstallation[]> {
    return this.rows.findBy({ id: In([...ids]) });
  }

  /** Whether a company, or this member of it for themselves, has or had an app; what others have is their own affair. */
  knows(companyId: number, appId: number, memberId: number): Promise<boolean> {
    return this.rows.existsBy({ companyId, appId, slot: In([0, memberId]) });
  }

  async list(companyId: number, query: PageQuery, filter: InstallationFilter = {}): Promise<Paged<AppInstallation>> {
    const { statuses, appId, installedFor } = filter;
    const where = {
      companyId,
      ...(statuses ? { status: In([...statuses]) } : {}),
      ...(appId === undefined ? {} : { appId }),
      ...(installedFor === undefined ? {} : { installedFor }),
    };
    const window = { where, order: { id: 'ASC' as const }, ...pageWindow(query) };
    const [items, total] = await this.rows.findAndCount(window);
    return new Paged(items, total, query);
  }

  /** Runs `work` in a transaction that has the company's apps and directory to itself. */
  within<T>(companyId: number, work: () => Promise<T>): Promise<T> {
    return this.database.transaction(async () => {
      await this.lockCompany(companyId);
      return work();
    });
  }

  /** One change of a company's directory and apps at a time; also keeps the order in which rows are locked. */
  lockCompany(companyId: number): Promise<void> {
    return this.lock.take(companyId);
  }

  /** Throws already_installed where somebody else was first. */
  async insert(place: InstallationPlace, terms: InstallationTerms): Promise<AppInstallation> {
    const row = {
      ...NEVER,
      ...terms,
      ...place,
      slot: place.installedFor ?? 0,
      status: 'active' as const,
      installedAt: await this.database.now(),
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
    const { principalId: _, ...never } = NEVER;
    const change = { ...never, ...terms, status: 'active' as const, installedAt: await this.database.now() };
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

  /** Ends what members installed for themselves; how many there were. */
  async uninstallPersonal(companyId: number, appId: number, uninstalledBy: number): Promise<number> {
    const change = { status: 'uninstalled' as const, uninstalledAt: await this.database.now(), uninstalledBy };
    const { affected } = await this.rows.update({ companyId, appId, slot: MoreThan(0), status: In(INSTALLED) }, change);
    return affected ?? 0;
  }

  /** The apps that a member installed for themselves and still has. */
  personalOf(companyId: number, userId: number): Promise<AppInstallation[]> {
    return this.rows.findBy({ companyId, installedFor: userId, status: In(INSTALLED) });
  }

  /** What members of the company installed of an app for themselves and still have. */
  personalOfApp(companyId: number, appId: number): Promise<AppInstallation[]> {
    return this.rows.findBy({ companyId, appId, slot: MoreThan(0), status: In(INSTALLED) });
  }

  /** Stops an installation until it is resumed, once. Throws not_installed, also for one that is suspended already. */
  async suspend(before: AppInstallation, suspendedBy: number): Promise<AppInstallation> {
    const change = { status: 'suspended' as const, suspendedAt: await this.database.now(), suspendedBy };
    const { affected } = await this.rows.update({ id: before.id, status: 'active' }, change);
    if (!affected) throw notInstalled();
    return { ...before, ...change };
  }

  /** Takes a suspension back, once. Throws not_suspended. */
  async resume(before: AppInstallation): Promise<AppInstallation> {
    const change = { status: 'active' as const, suspendedAt: null, suspendedBy: null };
    const { affected } = await this.rows.update({ id: before.id, status: 'suspended' }, change);
    if (!affected) throw notSuspended();
    return { ...before, ...change };
  }

  /** Puts another version in the place of the one that was seen, once. Throws not_installed. */
  async replace(before: AppInstallation, replacement: Replacement, upgradedBy: number): Promise<AppInstallation> {
    const change = { ...replacement, upgradedBy, upgradedAt: await this.database.now() };
    const { affected } = await this.rows.update(
      { id: before.id, status: In(INSTALLED), versionId: before.versionId },
      { ...change },
    );
    if (!affected) throw notInstalled();
    return { ...before, ...change };
  }

  /** Throws not_installed for what was uninstalled meanwhile. */
  async change(
    before: AppInstallation,
    change: Partial<
      Pick<AppInstallation, 'permittedMode' | 'bindUsers' | 'principalId' | 'approvedPermissions' | 'previousApproved'>
    >,
  ): Promise<AppInstallation> {
    const { affected } = await this.rows.update({ id: before.id, status: In(INSTALLED) }, { ...change });
    if (!affected) throw notInstalled();
    return { ...before, ...change };
  }

  private get rows() {
    return this.database.repository(AppInstallation);
  }
}
