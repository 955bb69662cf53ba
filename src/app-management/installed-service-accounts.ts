import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { App } from '../apps/index.js';
import { Members } from '../directory/index.js';
import { Principals } from '../identity/index.js';
import { InstallationStore } from './installation-store.js';
import type { AppInstallation } from './app-installation.entity.js';

const LONGEST_SLUG = 80;

/**
 * The developer-managed service accounts: a principal and a directory entry per installation. They authenticate with
 * the app's own credential, and their permissions are those of the installation, stored nowhere else.
 */
@Injectable()
export class InstalledServiceAccounts {
  constructor(
    private readonly principals: Principals,
    private readonly members: Members,
    private readonly store: InstallationStore,
  ) {}

  /** Creates the account, or takes the former one back; in the transaction of the installation. */
  async start(installation: AppInstallation, app: App): Promise<AppInstallation> {
    const { companyId, principalId } = installation;
    if (principalId === null) return this.create(installation, app);
    if (await this.principals.setEnabled(principalId, true)) {
      await this.members.activate(companyId, principalId, 'installation');
    }
    return installation;
  }

  /** The entry stays, inactive: the history keeps its actor. */
  async stop({ companyId, principalId }: AppInstallation): Promise<void> {
    if (principalId === null || !(await this.principals.setEnabled(principalId, false))) return;
    await this.members.deactivate(companyId, principalId, 'installation');
  }

  private async create(installation: AppInstallation, app: App): Promise<AppInstallation> {
    const name = `${slugOf(app.name)}-${randomBytes(4).toString('hex')}`;
    const principalId = await this.principals.createServiceAccount(name);
    await this.members.add(installation.companyId, principalId, { lastName: name, appId: app.id });
    return this.store.change(installation, { principalId });
  }
}

/** `Field Reports` → `field-reports`. */
function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const words = plain.split(/[^a-z0-9]+/).filter(Boolean);
  return words.join('-').slice(0, LONGEST_SLUG) || 'app';
}
