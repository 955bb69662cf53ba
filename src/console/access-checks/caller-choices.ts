import { Injectable } from '@nestjs/common';
import { AppReleases } from '../../apps/index.js';
import { type Member, Members } from '../../directory/index.js';
import { ServiceAccounts } from '../../service-accounts/index.js';
import type { Locale } from '../../shared/index.js';
import { appAccountName } from '../shell/thing-names.js';

export interface Named {
  readonly id: number;
  readonly name: string;
}

/** A service account; `appId` tells whose it is, where it is not the company's own. */
export interface NamedAccount extends Named {
  readonly appId?: number;
}

/** Who calls in a company. */
export interface Callers {
  readonly people: readonly Named[];
  /** Those of the company and those of its apps. */
  readonly accounts: readonly NamedAccount[];
  /** Whether there are people whom the list does not show. */
  readonly hasMorePeople: boolean;
}

const MOST = { page: 1, per_page: 300 };

/** The people and service accounts of a company, for a page to choose from. */
@Injectable()
export class CallerChoices {
  constructor(
    private readonly members: Members,
    private readonly accounts: ServiceAccounts,
    private readonly releases: AppReleases,
  ) {}

  async of(companyId: number, locale: Locale): Promise<Callers> {
    const [members, accounts] = await Promise.all([
      this.members.list(companyId, MOST),
      this.accounts.list(companyId, MOST),
    ]);
    const isAccount = new Set(accounts.items.map(({ principalId }) => principalId));
    const people = members.items.filter(({ appId, principalId }) => appId === null && !isAccount.has(principalId));
    const own = accounts.items.map(({ principalId: id, name }) => ({ id, name }));
    return {
      people: sorted(told(people)),
      accounts: sorted([...own, ...(await this.ofApps(members.items, locale))]),
      hasMorePeople: members.total > members.items.length,
    };
  }

  /** An app's own account is known by its app. */
  private async ofApps(members: readonly Member[], locale: Locale): Promise<NamedAccount[]> {
    const owned = members.flatMap((member) => (member.appId === null ? [] : [{ member, appId: member.appId }]));
    const apps = await this.releases.appsById(owned.map(({ appId }) => appId));
    return owned.map(({ member, appId }) => {
      const name = appAccountName(apps.get(appId)?.name ?? nameOf(member), locale);
      return { id: member.principalId, name, appId };
    });
  }
}

const nameOf = ({ firstName, lastName }: Member): string => `${firstName} ${lastName}`.trim();

/** By their names; those who share one, by their addresses, too. */
function told(people: readonly Member[]): Named[] {
  const times = new Map<string, number>();
  for (const one of people) times.set(nameOf(one), (times.get(nameOf(one)) ?? 0) + 1);
  return people.map((member) => {
    const name = nameOf(member);
    const isShared = (times.get(name) ?? 0) > 1;
    return { id: member.principalId, name: isShared ? `${name} (${member.email ?? `#${member.principalId}`})` : name };
  });
}

const sorted = <T extends Named>(list: readonly T[]): T[] => [...list].sort((a, b) => a.name.localeCompare(b.name));
