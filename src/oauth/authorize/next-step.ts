import { Injectable } from '@nestjs/common';
import { isIdentityScope, isManagementScope, ScopeSet } from '../../access/index.js';
import type { Client } from '../../clients/index.js';
import type { Session } from '../../identity/index.js';
import { KeyRing } from '../../keys/index.js';
import { type Grant, Grants } from '../../tokens/index.js';
import { Subjects } from '../openid/subjects.js';
import type { AuthorizationRequest } from './authorization-request.js';
import { ConsentEffects, consentingIn } from './consent-effects.js';

/**
 * What a person must still do before a code can be issued; `none` with what it rests on. `other_person`: somebody signed
 * in for this request who is not the one that it is about.
 */
export type Step =
  | { readonly kind: 'sign_in' }
  | { readonly kind: 'other_person' }
  | { readonly kind: 'consent' }
  | { readonly kind: 'none'; readonly grant: Grant };

/** Tells what comes next for a checked request: a sign-in, a consent, or the code. */
@Injectable()
export class NextSteps {
  constructor(
    private readonly grants: Grants,
    private readonly effects: ConsentEffects,
    private readonly keys: KeyRing,
    private readonly subjects: Subjects,
  ) {}

  /** `since`: when the request was made, for what asks for a new sign-in; undefined on its first sight. */
  async of(
    request: AuthorizationRequest,
    client: Client,
    session: Session | undefined,
    since: number | undefined,
  ): Promise<Step> {
    if (!session || this.mustSignInAnew(request, session, since)) return { kind: 'sign_in' };
    if (this.isAboutAnother(request, client, session))
      return { kind: isFresh(session, since) ? 'other_person' : 'sign_in' };
    const grant = maySkipConsent(request, client) ? await this.grants.find(session.userId, client.id) : undefined;
    const isEnough = grant && coversAll(grant, request) && !(await this.lacksCompany(grant, request, client, session));
    return isEnough ? { kind: 'none', grant } : { kind: 'consent' };
  }

  /** `prompt=login` and `max_age` (OpenID Connect Core §3.1.2.1) are satisfied by a sign-in after the request. */
  private mustSignInAnew(request: AuthorizationRequest, session: Session, since: number | undefined): boolean {
    if (isFresh(session, since)) return false;
    const { prompt, maxAge = null } = request;
    if (prompt.includes('login') || prompt.includes('select_account') || maxAge === 0) return true;
    return maxAge !== null && this.keys.now() - session.authenticatedAt > maxAge * 1000;
  }

  private isAboutAnother({ hintedSubject = null }: AuthorizationRequest, client: Client, { userId }: Session): boolean {
    return hintedSubject !== null && this.subjects.of(userId, client) !== hintedSubject;
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
    const granted = grant.companies.map(({ companyId }) => companyId);
    if (granted.length > 0) return this.effects.isClosedTo(person, granted);
    if (scopes.split(' ').every(isIdentityScope)) return false;
    return (await this.effects.companiesFor(person, client)).length > 0;
  }
}

/** Whether the person signed in for the very request. */
const isFresh = ({ authenticatedAt }: Session, since: number | undefined): boolean =>
  since !== undefined && authenticatedAt >= since;

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
