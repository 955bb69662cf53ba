import { Injectable } from '@nestjs/common';
import type { Access } from '../../access/index.js';
import { Installations } from '../../app-management/index.js';
import { ClientRegistry } from '../../clients/index.js';
import { Projects } from '../../directory/index.js';
import type { Locale } from '../../shared/index.js';
import { AppChoices, type NamedApp } from '../apps/app-choices.js';
import { CallerChoices, type Callers, type Named } from './caller-choices.js';

/** Whom, and in which projects, one may ask about. */
export interface AccessChoiceLists extends Callers {
  readonly apps: readonly NamedApp[];
  readonly projects: readonly (Named & { readonly isActive: boolean })[];
}

const MOST = { page: 1, per_page: 300 };

/** What the page of access checks offers to choose from. */
@Injectable()
export class AccessChoices {
  constructor(
    private readonly callers: CallerChoices,
    private readonly apps: AppChoices,
    private readonly clients: ClientRegistry,
    private readonly projects: Projects,
    private readonly installations: Installations,
  ) {}

  async of(companyId: number, locale: Locale): Promise<AccessChoiceLists> {
    const [callers, apps, projects] = await Promise.all([
      this.callers.of(companyId, locale),
      this.apps.choices(companyId),
      this.projects.list(companyId, {}, { ...MOST, order: { by: 'name', descending: false } }),
    ]);
    return {
      ...callers,
      apps,
      projects: projects.items.map(({ id, name, active }) => ({ id, name, isActive: active })),
    };
  }

  /** The credentials with which an app works in a company; undefined for none, or an app that is none of its choices. */
  async clientOf({ companyId, input }: Access, appId: number): Promise<string | undefined> {
    if (!(await this.apps.isChoice(companyId, appId))) return undefined;
    const clients = await this.clients.listOfApp(appId);
    return clients.find(({ environment }) => environment === input.company?.environment)?.clientId;
  }

  /** Under which number an app is or was installed for everybody in a company; null for never. */
  async installationOf(companyId: number, appId: number): Promise<number | null> {
    const { items } = await this.installations.list(companyId, MOST);
    return items.find((one) => one.appId === appId && one.installedFor === null)?.id ?? null;
  }
}
