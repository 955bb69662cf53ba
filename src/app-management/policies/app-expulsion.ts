import { Injectable } from '@nestjs/common';
import { InstallationStore } from '../installation-store.js';
import { Installations } from '../installations.js';
import { PersonalInstallations } from '../personal-installations.js';
import { InstallationRequestStore } from '../requests/installation-request-store.js';

/** Takes an app out of a company, whoever has it and whoever asked for it. */
@Injectable()
export class AppExpulsion {
  constructor(
    private readonly store: InstallationStore,
    private readonly installations: Installations,
    private readonly personal: PersonalInstallations,
    private readonly requests: InstallationRequestStore,
  ) {}

  /** In the caller's transaction, which holds the company's lock. */
  async expel(companyId: number, appId: number, by: number, reason: string): Promise<void> {
    const shared = await this.store.find(companyId, appId);
    if (shared && shared.status !== 'uninstalled') await this.installations.uninstall(companyId, shared.id, by);
    else await this.personal.endAll(companyId, appId, by);
    await this.requests.denyAll(companyId, appId, by, reason);
  }
}
