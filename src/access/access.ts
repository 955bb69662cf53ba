import type { Client } from '../clients/index.js';
import type { VerifiedToken } from '../tokens/index.js';
import type { DecisionInput } from './decision-input.js';
import type { PrincipalFacts } from './facts.js';
import { effectiveLevel, isCompanyAdmin, isProjectAdmin, scopeMissing } from './level-checks.js';
import { type Level, reaches, type ToolName } from './levels.js';
import { notApproved } from './place-checks.js';
import type { ToolRequirement } from './requirement.js';

/** Row 1 passed: a living token, its client and its principal. */
export interface Authenticated {
  readonly token: VerifiedToken;
  readonly client: Client;
  /** Null for an app's own token, which names no principal until the company is known. */
  readonly principal: PrincipalFacts | null;
}

/** Who a request runs as; `id` is null for an app's own token outside of any company. */
export interface Principal {
  readonly id: number | null;
  readonly kind: 'user' | 'service_account' | 'app';
  readonly name: string;
}

const NOTHING: readonly ToolRequirement[] = [];

/** What a handler may ask after the decision let the request pass. */
export class Access {
  private leanings: ToolRequirement[] | undefined;

  constructor(
    private who: Authenticated,
    private facts: DecisionInput,
  ) {}

  get authenticated(): Authenticated {
    return this.who;
  }

  /** What the decision was made of; under a company's lock what was true when the lock was taken. */
  get input(): DecisionInput {
    return this.facts;
  }

  /** Goes on with what was found when the request was decided again. */
  renew({ authenticated, input }: Access): void {
    this.who = authenticated;
    this.facts = input;
  }

  get principal(): Principal {
    const { principal } = this.input;
    if (principal) return principal;
    return { id: null, kind: 'app', name: this.client.name };
  }

  /** The principal's id, on routes that concern a company and so always have one. */
  get principalId(): number {
    const { id } = this.principal;
    if (id === null) throw new Error('An app has no principal outside of a company.');
    return id;
  }

  get client(): Client {
    return this.authenticated.client;
  }

  get token(): VerifiedToken {
    return this.authenticated.token;
  }

  /** Whether an app acts for itself (client credentials), not for a user. */
  get isOwnToken(): boolean {
    return this.input.isOwnToken;
  }

  /** The company of a route that concerns one. */
  get companyId(): number {
    const id = this.input.company?.id;
    if (id === undefined) throw new Error('This route concerns no company.');
    return id;
  }

  /** The project of a route that names one. */
  get projectId(): number {
    if (this.input.namedProject === null) throw new Error('This route concerns no project.');
    return this.input.namedProject;
  }

  get isCompanyAdmin(): boolean {
    return isCompanyAdmin(this.input.principal, this.input.member);
  }

  get isProjectAdmin(): boolean {
    return isProjectAdmin(this.input);
  }

  /** The effective level on a tool of this company or project, for rules that a decorator cannot say. */
  levelOn(tool: string): Level {
    return effectiveLevel(this.input, tool);
  }

  reaches(tool: string, level: Level): boolean {
    const isReached = reaches(this.levelOn(tool), level);
    if (isReached) this.leanOn({ name: tool as ToolName, level });
    return isReached;
  }

  /** Remembers a level without which the handler would not have done what it does. */
  leanOn(tool: ToolRequirement): void {
    (this.leanings ??= []).push(tool);
  }

  /** The levels on which the handler leaned beside the one that the route declares. */
  get leantOn(): readonly ToolRequirement[] {
    return this.leanings ?? NOTHING;
  }

  /** Whether the app through which the principal acts may use the tool so: its token's scope and its approval do. */
  appReaches(tool: string, level: Level): boolean {
    const input = { ...this.input, requirement: { tool: { name: tool as ToolName, level } } };
    return !scopeMissing(input) && !(this.client.kind === 'app' && notApproved(input));
  }

  /** The granular actions of the principal on a tool. */
  actionsOn(tool: string): readonly string[] {
    const permissions = tool.startsWith('project.') ? this.input.projectMember : this.input.member;
    return permissions?.actions[tool] ?? [];
  }
}
