import { Injectable } from '@nestjs/common';
import type { Levels } from '../../access/index.js';
import { notFound } from '../../shared/index.js';
import type { AppInstallation } from '../app-installation.entity.js';
import { InstallationStore } from '../installation-store.js';
import type { InstallationTarget, Installer } from '../installation-terms.js';
import { Installations } from '../installations.js';
import type { Permitted } from '../permitted-projects.js';
import { Upgrades } from '../upgrades/upgrades.js';
import type { InstallationRequest } from './installation-request.entity.js';
import { InstallationRequestStore } from './installation-request-store.js';

/** How an administrator fulfils a wish; what is left out is as it was wished for. */
export interface Approval {
  readonly target?: InstallationTarget;
  readonly approved?: Levels;
  readonly permitted?: Permitted;
  readonly by: Installer;
}

/** The answers to wishes: the first one counts. */
@Injectable()
export class RequestAnswers {
  constructor(
    private readonly store: InstallationRequestStore,
    private readonly installed: InstallationStore,
    private readonly installations: Installations,
    private readonly upgrades: Upgrades,
  ) {}

  /** Installs or upgrades what was wished for, once. Throws request_answered, and whatever that may throw. */
  approve(companyId: number, id: number, approval: Approval): Promise<AppInstallation> {
    return this.installed.within(companyId, async () => {
      const wish = await this.store.get(companyId, id);
      const request = await this.store.answer(wish, 'approved', approval.by.principalId, null);
      return request.kind === 'install' ? this.install(request, approval) : this.upgrade(request, approval);
    });
  }

  /** Throws request_answered. */
  deny(companyId: number, id: number, by: number, notes: string | null): Promise<InstallationRequest> {
    return this.installed.within(companyId, async () =>
      this.store.answer(await this.store.get(companyId, id), 'denied', by, notes),
    );
  }

  /** Takes one's own wish back. Throws not_found for somebody else's, request_answered. */
  withdraw(companyId: number, id: number, requesterId: number): Promise<InstallationRequest> {
    return this.installed.within(companyId, async () => {
      const request = await this.store.get(companyId, id);
      if (request.requesterId !== requesterId) throw notFound();
      return this.store.answer(request, 'withdrawn', requesterId, null);
    });
  }

  private install(
    { companyId, appId, versionId, projectIds }: InstallationRequest,
    { target, approved, permitted, by }: Approval,
  ): Promise<AppInstallation> {
    const wished: Permitted | undefined =
      projectIds.length > 0 ? { mode: 'selected', projectIds, bindUsers: false } : undefined;
    const projects = permitted ?? wished;
    return this.installations.install({
      companyId,
      target: target ?? { appId, versionId },
      by,
      ...(approved ? { approved } : {}),
      ...(projects ? { permitted: projects } : {}),
    });
  }

  private async upgrade(
    { companyId, appId, versionId }: InstallationRequest,
    { target, approved, by }: Approval,
  ): Promise<AppInstallation> {
    const installation = await this.installed.find(companyId, appId);
    if (!installation) throw notFound();
    const choice = target && 'versionKey' in target ? { versionKey: target.versionKey } : { versionId };
    return this.upgrades.apply(companyId, installation.id, { choice, approved }, by);
  }
}
