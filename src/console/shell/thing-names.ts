import { Injectable } from '@nestjs/common';
import { KnownApps } from '../../app-management/index.js';
import { AppReleases } from '../../apps/index.js';
import { Members, PermissionTemplates } from '../../directory/index.js';
import type { Locale } from '../../shared/index.js';
import { UsageNames } from '../../usage/index.js';

/** The kinds of things that events speak of by their ids. */
export type Kind = 'app' | 'principal' | 'project' | 'template' | 'version';
export type Thing = readonly [kind: Kind, id: number];

/** What a thing is called now; undefined where nothing tells. */
export type NameOf = (kind: Kind, id: number) => string | undefined;

const OF_APP: Readonly<Record<Locale, string>> = { en: 'by itself', es: 'por sí misma' };

/** What pages call an app's own service account: its own name is made for a directory, with digits in it. */
export const appAccountName = (app: string, locale: Locale): string => `${app} (${OF_APP[locale]})`;

/** What the things of a company are called now. */
@Injectable()
export class ThingNames {
  constructor(
    private readonly names: UsageNames,
    private readonly releases: AppReleases,
    private readonly templates: PermissionTemplates,
    private readonly members: Members,
    private readonly known: KnownApps,
  ) {}

  async of(companyId: number, things: readonly Thing[], locale: Locale): Promise<NameOf> {
    const idsOf = (wanted: Kind): number[] =>
      things.flatMap(([kind, id]) => (kind === wanted && Number.isSafeInteger(id) ? [id] : []));
    const known = {
      app: await this.apps(companyId, idsOf('app')),
      principal: await this.principals(companyId, idsOf('principal'), locale),
      project: namesIn(await this.names.projects(idsOf('project'))),
      template: namesIn(await this.templates.byIds(idsOf('template'))),
      version: mapped(await this.releases.versionsById(idsOf('version')), ({ version }) => version),
    };
    return (kind, id) => known[kind].get(id);
  }

  /** Listed apps, and those with which the company has to do: a rule may be about any other number. */
  private async apps(companyId: number, ids: readonly number[]): Promise<Map<number, string>> {
    const apps = await this.releases.appsById(ids);
    const known = await this.known.among(companyId, [...apps.keys()]);
    return namesIn(new Map([...apps].filter(([id, { marketplace }]) => marketplace || known.has(id))));
  }

  /** An app's own service account is known by its app. */
  async principals(companyId: number, ids: readonly number[], locale: Locale): Promise<Map<number, string>> {
    const principals = await this.names.principals(ids);
    const accounts = [...principals.values()].filter(({ kind }) => kind === 'service_account').map(({ id }) => id);
    const members = await this.members.byPrincipals(companyId, accounts);
    const appIds = [...members.values()].flatMap(({ appId }) => (appId === null ? [] : [appId]));
    const apps = await this.names.apps(appIds);
    return mapped(principals, ({ id, name }) => {
      const app = apps.get(members.get(id)?.appId ?? 0);
      return app ? appAccountName(app.name, locale) : name;
    });
  }
}

const mapped = <T>(all: Iterable<readonly [number, T]>, name: (one: T) => string): Map<number, string> =>
  new Map([...all].map(([id, one]) => [id, name(one)]));

const namesIn = (all: ReadonlyMap<number, { readonly name: string }>): Map<number, string> =>
  mapped(all, ({ name }) => name);
