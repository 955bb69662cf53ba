import { Injectable } from '@nestjs/common';
import { isIdentityScope, isManagementScope, ScopeSet } from '../../access/index.js';
import type { Client } from '../../clients/index.js';
import { Database } from '../../database/index.js';
import type { Session } from '../../identity/index.js';
import { type Grant, Grants } from '../../tokens/index.js';
import type { AuthorizationRequest } from './authorization-request.js';
import { AuthorizationCodes } from './authorization-codes.js';
import { ConsentEffects, type Consenting, consentingIn } from './consent-effects.js';
import { type Asker, PendingRequests } from './pending-requests.js';

/** Where a stored request is put before its person. */
export const consentPath = (requestId: string): string => `/consent?request=${requestId}`;

/** What a person must still do before a code can be issued; `none` with what it rests on. */
export type Step =
  { readonly kind: 'sign_in' } | { readonly kind: 'consent' } | { readonly kind: 'none'; readonly grant: Grant };

/** What a person decided. */
export interface Given {
  readonly client: Client;
  readonly session: Session;
  readonly companies: readonly number[];
  /** The version of the app that the page showed for installing. */
  readonly approvedVersion: number | null;
}

/** The code, or why there is none. */
export type Consented = { readonly code: string } | { readonly fault: 'expired' | 'foreign_company' };

/** The steps from a checked request to a code. */
@Injectable()
export class Authorization {
  constructor(
    private readonly database: Database,
    private readonly grants: Grants,
    private readonly codes: AuthorizationCodes,
    private readonly pending: PendingRequests,
    private readonly effects: ConsentEffects,
  ) {}

  /** `since`: when the request was made, for `prompt=login`; undefined on its first sight. */
  async nextStep(
    request: AuthorizationRequest,
    client: Client,
    session: Session | undefined,
    since?: number,
  ): Promise<Step> {
    if (!session || mustSignInAnew(request, session, since)) return { kind: 'sign_in' };
    const grant = maySkipConsent(request, client) ? await this.grants.find(session.userId, client.id) : undefined;
    const isEnough = grant && coversAll(grant, request) && !(await this.lacksCompany(grant, request, client, session));
    return isEnough ? { kind: 'none', grant } : { kind: 'consent' };
  }

  /**
   * A grant whose last company is gone, while there are some to connect: only the person can tell which. Or one with a
   * company whose sign-in policy this session does not satisfy: the page tells so.
   */
  private async lacksCompany(
    grant: Grant,
    { scopes }: AuthorizationRequest,
    client: Client,
    session: Session,
  ): Promise<boolean> {
    const person = consentingIn(session);
    if (grant.companies.length > 0) return !person.hasTwoFactors && (await this.demandsMore(person, grant, client));
    if (scopes.split(' ').every(isIdentityScope)) return false;
    return (await this.effects.companiesFor(person, client)).length > 0;
  }

  private async demandsMore(person: Consenting, grant: Grant, client: Client): Promise<boolean> {
    const granted = new Set(grant.companies.map(({ companyId }) => companyId));
    const companies = await this.effects.companiesFor(person, client);
    return companies.some(({ id, state }) => state === 'needs_second_factor' && granted.has(id));
  }

  /** Keeps the request for its person, who is to go on at the returned path, signed in or not. */
  async askPerson(request: AuthorizationRequest, asker: Asker, needsSignIn: boolean): Promise<string> {
    const path = consentPath(await this.pending.keep(request, asker));
    return needsSignIn ? `/sign-in?return_to=${encodeURIComponent(path)}` : path;
  }

  /** A code within an existing grant, without asking again. */
  codeWithin(grant: Grant, request: AuthorizationRequest, client: Client, session: Session): Promise<string> {
    return this.codes.issue({ ...codeOf(request, client, session), grantId: grant.id, connections: grant.companies });
  }

  /**
   * A consent: takes the stored request, extends the grant, connects the companies and issues the code, all or
   * nothing. Nothing where a company is not the person's to choose, or the request was answered already.
   */
  consent(requestId: string, request: AuthorizationRequest, given: Given): Promise<Consented> {
    const { client, session, companies } = given;
    const { userId } = session;
    return this.database.transaction(async () => {
      if (!(await this.effects.mayChoose(consentingIn(session), client, companies)))
        return { fault: 'foreign_company' };
      if (!(await this.pending.take(requestId))) return { fault: 'expired' };
      const { scopes } = request;
      const { id: grantId, connections } = await this.grants.extend({ userId, client, scopes, companies });
      await this.effects.connect(userId, client, companies, given.approvedVersion);
      return { code: await this.codes.issue({ ...codeOf(request, client, session), grantId, connections }) };
    });
  }
}

const codeOf = (request: AuthorizationRequest, client: Client, session: Session) => ({
  clientRowId: client.id,
  clientEpoch: client.epoch,
  userId: session.userId,
  principalEpoch: session.principalEpoch,
  redirectUri: request.redirectUri,
  codeChallenge: request.codeChallenge,
  scopes: request.scopes,
});

/** `prompt=login` (OpenID Connect Core §3.1.2.1) is satisfied by a sign-in after the request. */
function mustSignInAnew({ prompt }: AuthorizationRequest, session: Session, since: number | undefined): boolean {
  const isAsked = prompt.includes('login') || prompt.includes('select_account');
  return isAsked && (since === undefined || session.authenticatedAt < since);
}

/** In every company of the grant: what was granted for one is not granted for another. */
function coversAll({ scopes, companies }: Grant, request: AuthorizationRequest): boolean {
  const asked = request.scopes.split(' ');
  const covers = (granted: string): boolean => asked.every((scope) => ScopeSet.of(granted).covers(scope));
  return covers(scopes) && companies.every((company) => covers(company.scopes));
}

/** Only where nobody else could pose as the client (domain.md; CVE-2023-34246 is what happens otherwise). */
function maySkipConsent(request: AuthorizationRequest, client: Client): boolean {
  if (client.kind === 'first_party' || request.prompt.includes('consent')) return false;
  if (request.scopes.split(' ').some(isManagementScope)) return false;
  return client.type === 'confidential' || request.redirectUri.startsWith('https://');
}
