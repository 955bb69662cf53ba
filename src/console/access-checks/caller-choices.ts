import { Injectable } from '@nestjs/common';
import { AppReleases } from '../../apps/index.js';
import { type Member, Members } from '../../directory/index.js';
import { ServiceAccounts } from '../../service-accounts/index.js';

export interface Named {
  readonly id: number;
  readonly name: string;
}

/** Who calls in a company. */
export interface Callers {
  readonly people: readonly Named[];
  /** Those of the company and those of its apps. */
  readonly accounts: readonly Named[];
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

  async of(companyId: number): Promise<Callers> {
    const [members, accounts] = await Promise.all([
      this.members.list(companyId, MOST),
      this.accounts.list(companyId, MOST),
    ]);
    const isAccount = new Set(accounts.items.map(({ principalId }) => principalId));
    const people = members.items.filter(({ appId, principalId }) => appId === null && !isAccount.has(principalId));
    const own = accounts.items.map(({ principalId: id, name }) => ({ id, name }));
    return {
      people: sorted(people.map((member) => ({ id: member.principalId, name: labelOf(member) }))),
      accounts: sorted([...own, ...(await this.ofApps(members.items))]),
      hasMorePeople: members.total > members.items.length,
    };
  }

  /** An app's own account is known by its app. */
  private async ofApps(members: readonly Member[]): Promise<Named[]> {
    const owned = members.flatMap((member) => (member.appId === null ? [] : [{ member, appId: member.appId }]));
    const apps = await this.releases.appsById(owned.map(({ appId }) => appId));
    return owned.map(({ member, appId }) => {
      const name = apps.get(appId)?.name ?? labelOf(member);
      return { id: member.principalId, name: `${name} (#${member.principalId})` };
    });
  }
}

/** Two people may have one name. */
function labelOf({ firstName, lastName, email }: Member): string {
  const name = `${firstName} ${lastName}`.trim();
  return email === null ? name : `${name} (${email})`;
}

const sorted = (list: readonly Named[]): Named[] => [...list].sort((a, b) => a.name.localeCompare(b.name));
