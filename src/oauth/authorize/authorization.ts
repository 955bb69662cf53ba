import { Injectable } from '@nestjs/common';
import { isManagementScope, ScopeSet } from '../../access/index.js';
import type { Client } from '../../clients/index.js';
import { Database } from '../../database/index.js';
import type { Session } from '../../identity/index.js';
import { type Grant, Grants } from '../../tokens/index.js';
import type { AuthorizationRequest } from './authorization-request.js';
import { AuthorizationCodes } from './authorization-codes.js';
import { ConsentEffects } from './consent-effects.js';
import { PendingRequests } from './pending-requests.js';

/** Where a stored request is put before its person. */
export const consentPath = (requestId: string): string => `/consent?request=${requestId}`;

/** What a person must still do before a code can be issued; `none` with what it rests on. */
export type Step =
  { readonly kind: 'sign_in' } | { readonly kind: 'consent' } | { readonly kind: 'none'; readonly grant: Grant };

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
    const mustSignIn = request.prompt.includes('login') || request.prompt.includes('select_account');
    const isFresh = since !== undefined && session !== undefined && session.authenticatedAt >= since;
    if (!session || (mustSignIn && !isFresh)) return { kind: 'sign_in' };
    if (!maySkipConsent(request, client)) return { kind: 'consent' };
    const grant = await this.grants.find(session.userId, client.id);
    return grant && coversAll(grant, request) ? { kind: 'none', grant } : { kind: 'consent' };
  }

  /** Keeps the request for its person, who is to go on at the returned path, signed in or not. */
  async askPerson(request: AuthorizationRequest, browser: string, needsSignIn: boolean): Promise<string> {
    const path = consentPath(await this.pending.keep(request, browser));
    return needsSignIn ? `/sign-in?return_to=${encodeURIComponent(path)}` : path;
  }

  /** A code within an existing grant, without asking again. */
  codeWithin(grant: Grant, request: AuthorizationRequest, client: Client, userId: number): Promise<string> {
    return this.codes.issue({ ...codeOf(request, client), userId, grantId: grant.id, companies: grant.companies });
  }

  /**
   * A consent: takes the stored request, extends the grant, connects the companies and issues the code, all or
   * nothing. Undefined where the request was answered already.
   */
  consent(
    requestId: string,
    request: AuthorizationRequest,
    given: { readonly client: Client; readonly userId: number; readonly companies: readonly number[] },
  ): Promise<string | undefined> {
    const { client, userId, companies } = given;
    return this.database.transaction(async () => {
      if (!(await this.pending.take(requestId))) return undefined;
      const { scopes } = request;
      const grantId = await this.grants.extend({ userId, client, scopes, companies });
      await this.effects.connect(userId, client, companies);
      return this.codes.issue({ ...codeOf(request, client), userId, grantId, companies });
    });
  }
}

const codeOf = (request: AuthorizationRequest, client: Client) => ({
  clientRowId: client.id,
  redirectUri: request.redirectUri,
  codeChallenge: request.codeChallenge,
  scopes: request.scopes,
});

const coversAll = (grant: Grant, request: AuthorizationRequest): boolean => {
  const granted = ScopeSet.of(grant.scopes);
  return request.scopes.split(' ').every((scope) => granted.covers(scope));
};

/** Only where nobody else could pose as the client (domain.md; CVE-2023-34246 is what happens otherwise). */
function maySkipConsent(request: AuthorizationRequest, client: Client): boolean {
  if (client.kind === 'first_party' || request.prompt.includes('consent')) return false;
  if (request.scopes.split(' ').some(isManagementScope)) return false;
  return client.type === 'confidential' || request.redirectUri.startsWith('https://');
}
