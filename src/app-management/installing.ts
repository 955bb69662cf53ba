import { Injectable } from '@nestjs/common';
import type { Access, Levels } from '../access/index.js';
import { DomainError } from '../shared/index.js';
import type { AppInstallation } from './app-installation.entity.js';
import { InstallationStore } from './installation-store.js';
import { type InstallationTarget, type InstalledRelease, TermsOfInstallation } from './installation-terms.js';
import { Installations } from './installations.js';
import { managesApps } from './managers.js';
import type { Permitted } from './permitted-projects.js';
import type { InstallationRequest } from './requests/installation-request.entity.js';
import { InstallationRequests, type Wish } from './requests/installation-requests.js';

/** What somebody would like to install, whatever they may do. */
export interface InstallationWish {
  readonly target: InstallationTarget;
  readonly approved?: Levels;
  readonly permitted?: Permitted;
  readonly notes: string;
}

export type InstallationOutcome =
  { readonly installation: AppInstallation } | { readonly request: InstallationRequest };

/** The way in for apps: managers install for the company, members for themselves, and for the rest they ask. */
@Injectable()
export class Installing {
  constructor(
    private readonly installations: Installations,
    private readonly requests: InstallationRequests,
    private readonly store: InstallationStore,
    private readonly terms: TermsOfInstallation,
  ) {}

  /** Under the company's lock, where nobody can take from the caller what the outcome depends on. */
  install(access: Access, wish: InstallationWish): Promise<InstallationOutcome> {
    return this.store.within(access.companyId, async () => {
      const { notes: _, ...terms } = wish;
      const installation = { ...terms, companyId: access.companyId, by: access };
      if (managesApps(access)) return { installation: await this.installations.install(installation) };
      const own = await unlessForAdministrators(() => this.forOneself(access, wish));
      return own ? { installation: own } : { request: await this.requests.raise(wishOf(access, wish), wish.target) };
    });
  }

  /** What would be installed, for whoever has to approve it first. Throws like an installation of it. */
  offer({ companyId, principalId }: Access, target: InstallationTarget): Promise<InstalledRelease> {
    return this.store.within(companyId, () => this.terms.release(target, companyId, principalId));
  }

  /**
   * Which of these apps somebody would install for themselves, by id; the others they ask for. Installing decides again.
   */
  forThemselves(access: Access, releases: readonly InstalledRelease[]): Promise<ReadonlySet<number>> {
    if (managesApps(access)) return Promise.resolve(new Set());
    return this.terms.forOneself(access.companyId, releases);
  }

  /** Members choose no projects: they themselves bound what the app may do for them. */
  private forOneself(access: Access, { target }: InstallationWish): Promise<AppInstallation> {
    const { companyId } = access;
    return this.installations.install({ companyId, target, by: access, forOneself: true });
  }
}

const wishOf = (access: Access, { notes, permitted }: InstallationWish): Wish => ({
  companyId: access.companyId,
  requesterId: access.principalId,
  notes,
  projectIds: permitted?.projectIds ?? [],
  implicit: false,
});

/** Nothing was written yet where only an administrator may. */
export async function unlessForAdministrators<T>(install: () => Promise<T>): Promise<T | undefined> {
  try {
    return await install();
  } catch (error) {
    if (error instanceof DomainError && error.code === 'needs_administrator') return undefined;
    throw error;
  }
}
