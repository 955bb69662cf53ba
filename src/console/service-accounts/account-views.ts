import { Injectable } from '@nestjs/common';
import { ToolCatalogue } from '../../access/index.js';
import { secretBody } from '../../clients/index.js';
import { PermissionTemplates, Projects } from '../../directory/index.js';
import {
  type ServiceAccount,
  ServiceAccountPermissions,
  ServiceAccountProjects,
  ServiceAccounts,
  ServiceAccountSecrets,
} from '../../service-accounts/index.js';
import { asTimeOrNull, Paged, type PageQuery } from '../../shared/index.js';
import type { Words } from '../shell/words.js';
import { type Matrix, matrixOf } from './matrix.js';

/** An account in a list. */
export interface AccountLine {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly isActive: boolean;
  readonly lastUsedAt: string | null;
  readonly hasSecret: boolean;
  /** When its last secret ends, where that is near. */
  readonly endsAt: string | null;
}

export interface TemplateChoice {
  readonly id: number;
  readonly name: string;
  readonly isChosen: boolean;
}

const SOON_MS = 30 * 24 * 3_600_000;
const MOST = { page: 1, per_page: 300 };

/** Where service accounts work: projects, and what may be given there. */
@Injectable()
export class AccountPlaces {
  constructor(
    private readonly projects: Projects,
    private readonly permissionTemplates: PermissionTemplates,
    private readonly catalogue: ToolCatalogue,
  ) {}

  matrix(kind: 'company' | 'project', set: Parameters<typeof matrixOf>[1], words: Words): Matrix {
    return matrixOf(kind, set, this.catalogue, words);
  }

  project(id: number) {
    return this.projects.get(id);
  }

  async templates(companyId: number, projectId: number | null, chosen: number | null): Promise<TemplateChoice[]> {
    const { items } = await (projectId === null
      ? this.permissionTemplates.list(companyId, MOST, 'company_tools')
      : this.permissionTemplates.listForProject(companyId, projectId, MOST));
    return items.map(({ id, name }) => ({ id, name, isChosen: id === chosen }));
  }

  /** The projects that the account is in, with how many tools it may use there, and those that it could join. */
  async around(
    companyId: number,
    joined: readonly {
      readonly projectId: number;
      readonly levels: object;
      readonly permissionTemplateId: number | null;
    }[],
  ) {
    const { items } = await this.projects.list(companyId, {}, { ...MOST, order: { by: 'name', descending: false } });
    const byId = new Map(items.map((project) => [project.id, project]));
    const isIn = new Set(joined.map(({ projectId }) => projectId));
    return {
      joined: joined.map(({ projectId, levels, permissionTemplateId }) => ({
        id: projectId,
        name: byId.get(projectId)?.name ?? String(projectId),
        tools: Object.entries(levels).filter(([, level]) => level !== 'none') as [string, string][],
        hasTemplate: permissionTemplateId !== null,
      })),
      open: items.filter(({ id, active }) => active && !isIn.has(id)).map(({ id, name }) => ({ id, name })),
    };
  }
}

/** Service accounts as their pages show them. */
@Injectable()
export class AccountViews {
  constructor(
    private readonly accounts: ServiceAccounts,
    private readonly secrets: ServiceAccountSecrets,
    private readonly permissions: ServiceAccountPermissions,
    private readonly memberships: ServiceAccountProjects,
    private readonly places: AccountPlaces,
  ) {}

  async list(companyId: number, query: PageQuery): Promise<Paged<AccountLine>> {
    const page = await this.accounts.list(companyId, query);
    const facts = await this.secrets.factsOf(page.items);
    return page.map((account) => {
      const { lastUsedAt = null, hints = [], endsAt = null } = facts.get(account.clientRowId) ?? {};
      const endsSoon = endsAt !== null && endsAt - Date.now() < SOON_MS;
      return {
        id: account.principalId,
        name: account.name,
        description: account.description,
        isActive: account.status === 'active',
        lastUsedAt: asTimeOrNull(lastUsedAt),
        hasSecret: hints.length > 0,
        endsAt: endsSoon ? asTimeOrNull(endsAt) : null,
      };
    });
  }

  /** When the last secret but the newest ends, ISO 8601; null where no other works, or one has no end. */
  async olderSecretsEnd(companyId: number, id: number): Promise<string | null> {
    const [, ...older] = await this.secrets.list(companyId, id);
    const last = Math.max(0, ...older.map(({ expiresAt }) => expiresAt ?? Infinity));
    return Number.isFinite(last) && last > 0 ? asTimeOrNull(last) : null;
  }

  /** Throws not_found, also for one that belongs to an app, to another company, or was deleted. */
  async one(companyId: number, id: number, words: Words) {
    const account = await this.accounts.get(companyId, id);
    const set = await this.permissions.get(companyId, id);
    const joined = await this.memberships.list(companyId, id);
    return {
      account: factsOf(account),
      secrets: (await this.secrets.list(companyId, id)).map(secretBody),
      set,
      matrix: this.places.matrix('company', set, words),
      templates: await this.places.templates(companyId, null, set.permissionTemplateId),
      projects: await this.places.around(companyId, joined),
    };
  }

  /** What an account may do in one project, where it may be a member yet or not. */
  async inProject(companyId: number, id: number, projectId: number, words: Words) {
    const account = await this.accounts.get(companyId, id);
    const joined = await this.memberships.list(companyId, id);
    const membership = joined.find((one) => one.projectId === projectId) ?? null;
    const set = {
      levels: membership?.levels ?? {},
      actions: membership?.actions ?? {},
      permissionTemplateId: membership?.permissionTemplateId ?? null,
    };
    return {
      account: factsOf(account),
      isMember: membership !== null,
      set,
      matrix: this.places.matrix('project', set, words),
      templates: await this.places.templates(companyId, projectId, set.permissionTemplateId),
      project: await this.places.project(projectId),
    };
  }
}

const factsOf = ({ principalId, name, description, contactEmail, clientId, status, createdAt }: ServiceAccount) => ({
  id: principalId,
  name,
  description,
  contactEmail,
  clientId,
  isActive: status === 'active',
  createdAt,
});

export type AccountFacts = ReturnType<typeof factsOf>;
export type AccountView = Awaited<ReturnType<AccountViews['one']>>;
export type AccountInProject = Awaited<ReturnType<AccountViews['inProject']>>;
