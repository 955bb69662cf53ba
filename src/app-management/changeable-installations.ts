import { Injectable } from '@nestjs/common';
import type { Access } from '../access/index.js';
import { notFound } from '../shared/index.js';
import type { AppInstallation } from './app-installation.entity.js';
import { InstallationStore } from './installation-store.js';
import { managersOnly, mayChange } from './managers.js';

/** Installations for those who may change them: asked under the company's lock, when nobody can take it from them. */
@Injectable()
export class ChangeableInstallations {
  constructor(private readonly store: InstallationStore) {}

  /** What a member installed for themselves is nobody else's affair, but of those who manage apps: throws not_found. */
  async visible(access: Access, id: number): Promise<AppInstallation> {
    const installation = await this.store.get(access.companyId, id);
    if (installation.installedFor !== null && !mayChange(access, installation)) throw notFound();
    return installation;
  }

  /** Runs `work` under the lock of the caller's company. */
  within<T>(access: Access, work: () => Promise<T>): Promise<T> {
    return this.store.within(access.companyId, work);
  }

  /** Runs `work` on the installation. Throws not_found, insufficient_role. */
  changing<T>(access: Access, id: number, work: (installation: AppInstallation) => Promise<T>): Promise<T> {
    return this.either(access, id, work, () => Promise.reject(managersOnly()));
  }

  /** Runs `work` for those who may change the installation, and `otherwise` for those who only see it. */
  either<T, U>(
    access: Access,
    id: number,
    work: (installation: AppInstallation) => Promise<T>,
    otherwise: () => Promise<U>,
  ): Promise<T | U> {
    return this.store.within<T | U>(access.companyId, async () => {
      const installation = await this.visible(access, id);
      return mayChange(access, installation) ? work(installation) : otherwise();
    });
  }
}
