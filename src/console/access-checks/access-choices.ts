import { Injectable } from '@nestjs/common';
import type { Access } from '../../access/index.js';
import { ClientRegistry } from '../../clients/index.js';
import { type Member, Members, Projects } from '../../directory/index.js';
import { ServiceAccounts } from '../../service-accounts/index.js';
import { AppChoices, type NamedApp } from '../apps/app-choices.js';

export interface Named {
  readonly id: number;
  readonly name: string;
}

/** Whom, and in which projects, one may ask about. */
export interface AccessChoiceLists {
  readonly people: readonly Named[];
  readonly accounts: readonly Named[];
  readonly apps: readonly NamedApp[];
  readonly projects: readonly Named[];
  /** Whether there are people whom the list does not show. */
  readonly hasMorePeople: boolean;
}

const MOST = { page: 1, per_page: 300 };

/** What the page of access checks offers to choose from. */
@Injectable()
export class AccessChoices {
  constructor(
    private readonly members: Members,
    private readonly accounts: ServiceAccounts,
    private readonly apps: AppChoices,
    private readonly clients: ClientRegistry,
    private readonly projects: Projects,
  ) {}

  async of(companyId: number): Promise<AccessChoiceLists> {
    const [members, accounts, apps, projects] = await Promise.all([
      this.members.list(companyId, MOST),
      this.accounts.list(companyId, MOST),
      this.apps.choices(companyId),
      this.projects.list(companyId, {}, { ...MOST, order: { by: 'name', descending: false } }),
    ]);
    const isAccount = new Set(accounts.items.map(({ principalId }) => principalId));
    const named = members.items.map((member) => ({ member, id: member.principalId, name: labelOf(member) }));
    const appNames = new Map(apps.map(({ id, name }) => [id, name]));
    const ofApps = named.flatMap(({ member: { appId }, id, name }) =>
      appId === null ? [] : [{ id, name: `${appNames.get(appId) ?? name} (#${id})` }],
    );
    const people = named.filter(({ member, id }) => member.appId === null && !isAccount.has(id));
    const own = accounts.items.map(({ principalId: id, name }) => ({ id, name }));
    return {
      people: sorted(people),
      accounts: sorted([...own, ...ofApps]),
      apps,
      projects: projects.items.map(({ id, name }) => ({ id, name })),
      hasMorePeople: members.total > members.items.length,
    };
  }

  /** The credentials with which an app works in a company; undefined for none, or an app that is none of its choices. */
  async clientOf({ companyId, input }: Access, appId: number): Promise<string | undefined> {
    if (!(await this.apps.isChoice(companyId, appId))) return undefined;
    const clients = await this.clients.listOfApp(appId);
    return clients.find(({ environment }) => environment === input.company?.environment)?.clientId;
  }
}

/** Two people may have one name. */
function labelOf({ firstName, lastName, email }: Member): string {
  const name = `${firstName} ${lastName}`.trim();
  return email === null ? name : `${name} (${email})`;
}

const sorted = (list: readonly Named[]): Named[] =>
  list.map(({ id, name }) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name));
