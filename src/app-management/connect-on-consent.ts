import { Injectable } from '@nestjs/common';
import type { Level } from '../access/index.js';
import { AppReleases, hasServiceAccount, permissionsOf } from '../apps/index.js';
import type { Environment } from '../clients/index.js';
import { Administrators } from '../directory/index.js';
import { DomainError } from '../shared/index.js';
import { Installations } from './installations.js';
import { AppPolicies } from './policies/app-policies.js';
import { InstallationRequests } from './requests/installation-requests.js';

/** What connecting installs: shown to the person, who approves exactly this. */
export interface Offer {
  readonly versionId: number;
  readonly permissions: Readonly<Record<string, Level>>;
  readonly environment: Environment;
  /** Whether the version has a service account. */
  readonly runsItself: boolean;
}

/** How a company without the app stands to a person who would like to connect it. */
export type Connectable = 'installable' | 'needs_administrator' | 'denied';

/** What a consent does in the chosen companies that do not have the app yet. */
@Injectable()
export class ConnectOnConsent {
  constructor(
    private readonly installations: Installations,
    private readonly requests: InstallationRequests,
    private readonly policies: AppPolicies,
    private readonly releases: AppReleases,
    private readonly administrators: Administrators,
  ) {}

  /** What connecting would install now; null where nothing is released for the environment. */
  async offerOf(appId: number, environment: Environment): Promise<Offer | null> {
    const release = await this.releases.installable(appId, environment);
    if (!release || release.app.status === 'blocked') return null;
    const { version } = release;
    const runsItself = hasServiceAccount(version.manifest);
    return { versionId: version.id, permissions: permissionsOf(version.manifest), environment, runsItself };
  }

  /** What connecting a company without the app would do there. */
  async stateOf(userId: number, companyId: number, appId: number, offer: Offer | null): Promise<Connectable> {
    const policy = await this.policies.find(companyId, appId);
    if (policy?.policy === 'denied') return 'denied';
    if (!offer) return 'needs_administrator';
    const isTheirs = await this.administrators.isAdministrator(companyId, userId);
    const mayMembers = !offer.runsItself && (await this.policies.membersMayInstall(companyId, [appId])).has(appId);
    return isTheirs || mayMembers ? 'installable' : 'needs_administrator';
  }

  /**
   * Installs what was offered and approved: for the company where the user administers it, in no project yet; for the
   * user alone where members may. Elsewhere the administrators are asked. In the consent's transaction.
   */
  async connect(userId: number, appId: number, offer: Offer, companyIds: readonly number[]): Promise<void> {
    for (const companyId of companyIds) {
      await unlessSettled(() => this.connectTo(companyId, userId, { appId, versionId: offer.versionId }, offer));
    }
  }

  private async connectTo(
    companyId: number,
    userId: number,
    target: { readonly appId: number; readonly versionId: number },
    offer: Offer,
  ): Promise<unknown> {
    if ((await this.stateOf(userId, companyId, target.appId, offer)) !== 'installable') {
      const wish = { companyId, requesterId: userId, notes: '', projectIds: [], implicit: true };
      return this.requests.raise(wish, target);
    }
    const by = { principalId: userId, reaches: () => true };
    const forOneself = !(await this.administrators.isAdministrator(companyId, userId));
    return this.installations.install({ companyId, target, approved: offer.permissions, by, forOneself });
  }
}

/** What the company has or decided already, or was asked for, is left as it is: nothing was written yet. */
const SETTLED: ReadonlySet<string> = new Set([
  'already_installed',
  'app_denied',
  'duplicate_request',
  'needs_administrator',
  'too_many_requests_open',
  'version_withdrawn',
  'wrong_environment',
]);

async function unlessSettled(connect: () => Promise<unknown>): Promise<void> {
  try {
    await connect();
  } catch (error) {
    if (!(error instanceof DomainError && SETTLED.has(error.code))) throw error;
  }
}
