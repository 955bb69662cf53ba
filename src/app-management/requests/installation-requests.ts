import { Injectable } from '@nestjs/common';
import type { AppVersion } from '../../apps/index.js';
import { notFound, type Paged, type PageQuery } from '../../shared/index.js';
import { alreadyInstalled, duplicateRequest, tooManyRequests } from '../app-management.errors.js';
import { InstallationStore } from '../installation-store.js';
import { type InstallationTarget, TermsOfInstallation, type VersionChoice } from '../installation-terms.js';
import { PermittedProjectRows } from '../permitted-projects.js';
import { Upgrades } from '../upgrades/upgrades.js';
import type { InstallationRequest, RequestKind } from './installation-request.entity.js';
import { InstallationRequestStore, type RequestFilter } from './installation-request-store.js';

/** One member cannot fill the company's list. */
const MAX_OPEN = 50;

/** Who asks, in which company, and what they tell the administrators. */
export interface Wish {
  readonly companyId: number;
  readonly requesterId: number;
  readonly notes: string;
  readonly projectIds: readonly number[];
  /** Raised by an authorization, not by hand. */
  readonly implicit: boolean;
}

/** Wishes to install or upgrade; {@link RequestAnswers} does the rest. */
@Injectable()
export class InstallationRequests {
  constructor(
    private readonly store: InstallationRequestStore,
    private readonly installed: InstallationStore,
    private readonly terms: TermsOfInstallation,
    private readonly projects: PermittedProjectRows,
    private readonly upgrades: Upgrades,
  ) {}

  list(companyId: number, query: PageQuery, filter: RequestFilter): Promise<Paged<InstallationRequest>> {
    return this.store.list(companyId, query, filter);
  }

  /** Throws not_found where there is none that this member may see; null: all may be seen. */
  async get(companyId: number, id: number, requesterId: number | null): Promise<InstallationRequest> {
    const request = await this.store.get(companyId, id);
    if (requesterId !== null && request.requesterId !== requesterId) throw notFound();
    return request;
  }

  /**
   * Asks for an app. Throws already_installed, duplicate_request, too_many_requests_open, wrong_environment,
   * app_blocked, app_denied, and 422 for what does not exist.
   */
  raise(wish: Wish, target: InstallationTarget): Promise<InstallationRequest> {
    return this.installed.within(wish.companyId, async () => {
      const { app, version } = await this.terms.release(target, wish.companyId, wish.requesterId);
      const existing = await this.installed.find(wish.companyId, app.id);
      if (existing && existing.status !== 'uninstalled') throw alreadyInstalled();
      return this.keep(wish, version, 'install');
    });
  }

  /** Asks for a newer version of an installed app. Throws like {@link raise}, and not_an_upgrade. */
  raiseUpgrade(wish: Wish, installationId: number, choice: VersionChoice = {}): Promise<InstallationRequest> {
    return this.installed.within(wish.companyId, async () => {
      const { to } = await this.upgrades.show(wish.companyId, installationId, choice);
      return this.keep(wish, to, 'upgrade');
    });
  }

  private async keep(wish: Wish, version: AppVersion, kind: RequestKind): Promise<InstallationRequest> {
    const { companyId, requesterId, projectIds } = wish;
    await this.projects.requireKnown({ companyId, principalId: requesterId, at: '' }, projectIds);
    // The company's lock is held: nobody counts or adds meanwhile, and nothing was written yet.
    if ((await this.store.countPending(companyId, requesterId)) >= MAX_OPEN) throw tooManyRequests();
    const { appId, id: versionId } = version;
    const request = await this.store.insert({ ...wish, appId, versionId, kind, projectIds: [...projectIds] });
    if (!request) throw duplicateRequest();
    return request;
  }
}
