import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { annotateRequest } from '../shared/index.js';
import type { Client } from '../clients/index.js';
import { TokenVerifier } from '../tokens/index.js';
import { Access, type Authenticated } from './access.js';
import { Challenges } from './challenges.js';
import { decide } from './decision.js';
import { DecisionFacts, type Where } from './decision-facts.js';
import type { DecisionInput, Denial } from './decision-input.js';
import { setAccess } from './decorators.js';
import { PrincipalFactsPort } from './facts.js';
import { noteRefusal, type Refusal } from './refusal.js';
import type { AccessRequirement, ToolRequirement } from './requirement.js';
import { whereOf } from './where.js';

/** A request that may go on, or why it may not. */
export type Verdict = { readonly access: Access } | Refusal;

/** Whoever sends a request: asked anew each time that the request is decided. */
export interface Caller {
  /** Row 1 of the decision; undefined where it fails. */
  authenticate(): Promise<Authenticated | undefined>;
  /** Whose the credential is, whatever became of it since: for the records alone. */
  client(): Promise<Client | undefined>;
  /** What a company demands of how the caller signed in; absent for tokens, which a consent held against it. */
  demandedBy?(companyId: number): Promise<Denial | null>;
}

/** What a request was let in with. */
export interface Decided {
  readonly caller: Caller;
  readonly requirement: AccessRequirement;
  readonly where: Where;
}

export const INVALID_TOKEN: Denial = { status: 401, code: 'invalid_token', detail: 'The access token is invalid' };

/** Asked last: what a company demands is told to nobody whom the decision refuses. */
async function unmetDemand(caller: Caller, { company }: DecisionInput): Promise<Denial | null> {
  return company && caller.demandedBy ? caller.demandedBy(company.id) : null;
}

/** Tells who a token stands for, and whether that may do what a route demands. */
@Injectable()
export class AccessService {
  constructor(
    private readonly tokens: TokenVerifier,
    private readonly principals: PrincipalFactsPort,
    private readonly facts: DecisionFacts,
    private readonly challenges: Challenges,
  ) {}

  /** Row 1 of the decision: a living token of an enabled client and an enabled principal. */
  async authenticate(token: string): Promise<Authenticated | undefined> {
    const verified = await this.tokens.verify(token);
    if (!verified) return undefined;
    const { principalId, principalEpoch } = verified.token;
    if (principalId === null) return { ...verified, principal: null };
    const principal = await this.principals.principal(principalId);
    if (!principal?.enabled || principal.epoch !== principalEpoch) return undefined;
    return { ...verified, principal };
  }

  /** The holder of a bearer token. */
  holderOf(token: string): Caller {
    return { authenticate: () => this.authenticate(token), client: () => this.tokens.clientOf(token) };
  }

  /** The whole decision for one request. */
  async authorize(caller: Caller, requirement: AccessRequirement, where: Where): Promise<Verdict> {
    const authenticated = await caller.authenticate();
    if (!authenticated) return { denial: INVALID_TOKEN, client: await caller.client(), input: undefined };
    annotateRequest({ clientId: authenticated.client.clientId, actorId: authenticated.principal?.id ?? null });
    const input = await this.facts.load(authenticated, requirement, where);
    const denial = decide(input) ?? (await unmetDemand(caller, input));
    if (denial) return { denial, client: authenticated.client, input };
    annotateRequest({ actorId: input.principal?.id ?? null, companyId: input.company?.id ?? null });
    return { access: new Access(authenticated, input) };
  }

  /**
   * Decides again, on what the database says now, what was decided before somebody waited for a lock: throws the
   * denial, or renews `access`, so that rules about one object ask the same facts.
   */
  async confirm(access: Access, { caller, requirement, where }: Decided): Promise<void> {
    const verdict = await this.authorize(caller, requirement, where);
    if ('denial' in verdict) throw this.challenges.refusal(verdict.denial);
    access.renew(verdict.access);
  }

  /** For routes that need a company only of some callers: decides again, as a member of the company that is named. */
  async enter(access: Access, request: FastifyRequest): Promise<Access> {
    const input = await this.facts.load(access.authenticated, { companyRole: 'member' }, whereOf(request));
    const denial = decide(input);
    if (denial) {
      noteRefusal(request, { denial, client: access.client, input });
      throw this.challenges.refusal(denial);
    }
    const entered = new Access(access.authenticated, input);
    setAccess(request, entered);
    return entered;
  }

  /** What the same caller would be let do elsewhere; undefined where the decision refuses. For what a page offers. */
  async foresee({ authenticated }: Access, requirement: AccessRequirement, where: Where): Promise<Access | undefined> {
    const input = await this.facts.load(authenticated, requirement, where);
    return decide(input) ? undefined : new Access(authenticated, input);
  }

  /** For rules that depend on the object: refuses, as the guard would, who may not use the tool at that level. */
  demand(access: Access, tool: ToolRequirement): void {
    const denial = decide({ ...access.input, requirement: { tool } });
    if (denial) throw this.challenges.refusal(denial);
    access.leanOn(tool);
  }
}
