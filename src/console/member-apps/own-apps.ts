import { Injectable } from '@nestjs/common';
import type { Access } from '../../access/index.js';
import { ChangeableInstallations, Installations, InstallationViews } from '../../app-management/index.js';
import { notFound } from '../../shared/index.js';

/** What somebody installed for themselves in a company. */
export interface OwnApp {
  readonly id: number;
  readonly name: string;
  readonly publisher: string;
  readonly isSuspended: boolean;
  readonly since: number;
}

const MOST = 300;

/** The apps that members have for themselves alone. */
@Injectable()
export class OwnApps {
  constructor(
    private readonly installations: Installations,
    private readonly views: InstallationViews,
    private readonly changeable: ChangeableInstallations,
  ) {}

  async list({ companyId, principalId }: Access): Promise<OwnApp[]> {
    const filter = { installedFor: principalId, statuses: ['active', 'suspended'] as const };
    const { items } = await this.installations.list(companyId, { page: 1, per_page: MOST }, filter);
    return (await this.views.of(companyId, items)).map(({ installation, app }) => ({
      id: installation.id,
      name: app.name,
      publisher: app.publisher,
      isSuspended: installation.status === 'suspended',
      since: installation.installedAt,
    }));
  }

  /**
   * Throws not_found for what others have for themselves, and for the company's where one could uninstall it elsewhere;
   * forbidden for the company's otherwise; not_installed.
   */
  async uninstall(access: Access, id: number): Promise<void> {
    const { companyId, principalId } = access;
    await this.changeable.changing(access, id, async ({ installedFor }) => {
      if (installedFor !== principalId) throw notFound();
      await this.installations.uninstall(companyId, id, principalId);
    });
  }
}
