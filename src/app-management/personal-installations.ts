import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import { ChangeFeed, Entry } from '../database/index.js';
import type { AppInstallation } from './app-installation.entity.js';
import { InstallationStore } from './installation-store.js';

/** What members installed for themselves, ended for them; such apps never run as a service account. */
@Injectable()
export class PersonalInstallations {
  constructor(
    private readonly store: InstallationStore,
    private readonly feed: ChangeFeed,
    private readonly audit: AuditTrail,
  ) {}

  /** Those of all members of one app, where the company itself does not have it. */
  async endAll(companyId: number, appId: number, by: number): Promise<void> {
    await this.endEach(await this.store.personalOfApp(companyId, appId), by);
  }

  /** Those of one member, in the transaction in which they leave the company. */
  async endOf(companyId: number, userId: number): Promise<void> {
    await this.endEach(await this.store.personalOf(companyId, userId), userId);
  }

  private async endEach(installations: readonly AppInstallation[], by: number): Promise<void> {
    for (const before of installations) {
      const { id, appId, companyId, status } = before;
      const after = await this.store.uninstall(before, by);
      await this.feed.publish(Entry.installation(companyId, appId));
      const event = { action: 'installation.uninstalled', subjectType: 'installation', subjectId: id, companyId };
      const of = { app_id: appId, installed_for: before.installedFor };
      await this.audit.record({ ...event, before: { ...of, status }, after: { ...of, status: after.status } });
    }
  }
}
