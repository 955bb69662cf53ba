import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Access } from '../../access/index.js';
import {
  AppConnections,
  ChangeableInstallations,
  type InstallationSummary,
  installationSummary,
  InstallationUse,
  InstallationViews,
  managesApps,
} from '../../app-management/index.js';
import { permissionsOf } from '../../apps/index.js';
import { Users } from '../../identity/index.js';
import { asTime } from '../../shared/index.js';
import { adviceBody, type AdviceShape, Advising, UsageNames } from '../../usage/index.js';
import { type Lack, lacksOf } from './former-terms.js';

export interface ConnectedPerson {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly connectedAt: string;
}

/** What the page of an app tells. */
export interface AppView {
  readonly app: InstallationSummary;
  readonly description: string;
  readonly website: string | null;
  readonly advice: z.input<typeof AdviceShape>;
  /** What the company took from it of what its version asks for. */
  readonly lacks: readonly Lack[];
  readonly notes: string | null;
  /** Null for those who may not see it. */
  readonly connected: { readonly people: readonly ConnectedPerson[]; readonly total: number } | null;
}

const MOST_PEOPLE = 100;

/** The advice on an app as it is shown. */
@Injectable()
export class AdviceReader {
  constructor(
    private readonly advising: Advising,
    private readonly names: UsageNames,
  ) {}

  async of(companyId: number, id: number): Promise<AppView['advice']> {
    const advice = await this.advising.show(companyId, id);
    return adviceBody(advice, await this.names.projects(advice.untouched));
  }
}

/** Who connected an app to the company. */
@Injectable()
export class ConnectionReader {
  constructor(
    private readonly connections: AppConnections,
    private readonly users: Users,
  ) {}

  async of(companyId: number, id: number): Promise<NonNullable<AppView['connected']>> {
    const page = await this.connections.list(companyId, id, { page: 1, per_page: MOST_PEOPLE });
    const people = await Promise.all(
      page.items.map(async ({ userId, connectedAt }) => {
        const user = await this.users.find(userId);
        return { id: userId, name: user?.name ?? '', email: user?.email ?? '', connectedAt: asTime(connectedAt) };
      }),
    );
    return { people, total: page.total };
  }
}

/** Gathers what is known of an installed app. */
@Injectable()
export class AppViews {
  constructor(
    private readonly changeable: ChangeableInstallations,
    private readonly views: InstallationViews,
    private readonly use: InstallationUse,
    private readonly advising: AdviceReader,
    private readonly connections: ConnectionReader,
  ) {}

  /** Throws not_found, also for what somebody else installed for themselves. */
  async of(access: Access, id: number): Promise<AppView> {
    const view = await this.views.one(await this.changeable.visible(access, id));
    const asked = permissionsOf(view.version.manifest);
    const lastUsed = await this.use.lastUsed([id]);
    return {
      app: installationSummary(view, lastUsed.get(id) ?? null),
      description: view.app.description,
      website: view.app.website,
      notes: view.version.manifest.post_install_instruction?.notes ?? null,
      lacks: lacksOf(asked, view.installation.approvedPermissions, asked),
      advice: await this.advising.of(access.companyId, id),
      connected: managesApps(access) ? await this.connections.of(access.companyId, id) : null,
    };
  }
}
