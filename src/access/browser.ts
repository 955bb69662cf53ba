import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ClientRegistry } from '../clients/index.js';
import { DomainError } from '../shared/index.js';
import type { VerifiedToken } from '../tokens/index.js';
import type { Authenticated } from './access.js';
import type { Caller } from './access.service.js';
import { forbidden } from './decision-input.js';
import { PrincipalFactsPort } from './facts.js';
import { MANAGEMENT_SCOPES } from './scopes.js';

/** The client that the pages act through: in audit events, and where an operator switches it off. */
export const CONSOLE_CLIENT_ID = 'gatehouse-console';

/** What the pages may do for the person: everything that a first-party client may; the person's own roles decide. */
const SCOPE = ['tools:admin', ...MANAGEMENT_SCOPES].join(' ');

/** Somebody who is signed in to a browser. Times are epoch milliseconds. */
export interface PersonInBrowser {
  readonly sessionId: string;
  readonly userId: number;
  readonly principalEpoch: number;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** Whether the person proved who they are with two factors. */
  readonly hasTwoFactors: boolean;
}

/** Implemented by `identity`. */
export abstract class BrowserPort {
  /** Who is signed in to the browser that sent the request, as the database says now. */
  abstract person(request: FastifyRequest): Promise<PersonInBrowser | undefined>;
  /** Whether what was posted comes from a form that this person's browser was given. */
  abstract isOurForm(request: FastifyRequest, person: PersonInBrowser): boolean;
  /** Whether a company lets in only who signed in with two factors. */
  abstract demandsTwoFactors(companyId: number): Promise<boolean>;
}

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** People at the pages, as callers of the one access decision: their session takes the place of a token. */
@Injectable()
export class BrowserCallers {
  constructor(
    @Inject(BrowserPort) private readonly browsers: BrowserPort,
    @Inject(ClientRegistry) private readonly clients: ClientRegistry,
    @Inject(PrincipalFactsPort) private readonly principals: PrincipalFactsPort,
  ) {}

  /** Throws 401 `not_signed_in`, and 403 `form_not_ours` for a post that no page of ours sent. */
  async of(request: FastifyRequest): Promise<Caller> {
    const person = await this.browsers.person(request);
    if (!person) throw new DomainError('unauthorized', 'not_signed_in', 'Sign in to go on.');
    if (!READING.has(request.method) && !this.browsers.isOurForm(request, person)) {
      throw new DomainError('forbidden', 'form_not_ours', 'The form was not sent from a page of this site.');
    }
    let seen: PersonInBrowser | undefined = person;
    return {
      authenticate: async () => {
        // The first decision is made of what was just read; every later one asks anew.
        const now = seen ?? (await this.browsers.person(request));
        seen = undefined;
        return now?.sessionId === person.sessionId ? this.authenticated(now) : undefined;
      },
      client: () => this.clients.find(CONSOLE_CLIENT_ID),
      demandedBy: async (companyId) =>
        !person.hasTwoFactors && (await this.browsers.demandsTwoFactors(companyId))
          ? forbidden('second_factor_required', 'The company demands a sign-in with a second factor.')
          : null,
    };
  }

  /** Row 1: the console, and a person of the epoch in which the session began, are both enabled. */
  private async authenticated(person: PersonInBrowser): Promise<Authenticated | undefined> {
    const client = await this.clients.find(CONSOLE_CLIENT_ID);
    if (!client?.enabled) return undefined;
    const principal = await this.principals.principal(person.userId);
    if (!principal?.enabled || principal.epoch !== person.principalEpoch) return undefined;
    return { token: tokenOf(person), client, principal };
  }
}

/** What a token of the console would say. */
const tokenOf = (person: PersonInBrowser): VerifiedToken => ({
  jti: person.sessionId,
  clientId: CONSOLE_CLIENT_ID,
  principalId: person.userId,
  principalEpoch: person.principalEpoch,
  grantId: null,
  familyId: null,
  scope: SCOPE,
  narrowing: null,
  issuedAt: Math.floor(person.createdAt / 1000),
  expiresAt: Math.floor(person.expiresAt / 1000),
});
