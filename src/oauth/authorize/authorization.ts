import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/index.js';
import type { Session } from '../../identity/index.js';
import type { Grant } from '../../tokens/index.js';
import type { AuthorizationRequest } from './authorization-request.js';
import { AuthorizationCodes, codeFacts } from './authorization-codes.js';
import { type Consented, Consents, type Given } from './consents.js';
import { NextSteps, type Step } from './next-step.js';
import { type Asker, PendingRequests } from './pending-requests.js';

/** Where a stored request is put before its person. */
export const consentPath = (requestId: string): string => `/consent?request=${requestId}`;

/** The sign-in page that leads on to a stored request, with what its client knows of the person. */
export function signInPath(requestId: string, { loginHint = null }: AuthorizationRequest): string {
  const query = new URLSearchParams({ return_to: consentPath(requestId) });
  if (loginHint !== null) query.set('login_hint', loginHint);
  return `/sign-in?${query.toString()}`;
}

/** The steps from a checked request to a code. */
@Injectable()
export class Authorization {
  constructor(
    private readonly steps: NextSteps,
    private readonly consents: Consents,
    private readonly codes: AuthorizationCodes,
    private readonly pending: PendingRequests,
  ) {}

  /** `since`: when the request was made, for what asks for a new sign-in; undefined on its first sight. */
  nextStep(request: AuthorizationRequest, client: Client, session: Session | undefined, since?: number): Promise<Step> {
    return this.steps.of(request, client, session, since);
  }

  /** Keeps the request for its person, who is to go on at the returned path, signed in or not. */
  async askPerson(request: AuthorizationRequest, asker: Asker, needsSignIn: boolean): Promise<string> {
    const id = await this.pending.keep(request, asker);
    return needsSignIn ? signInPath(id, request) : consentPath(id);
  }

  /** A code within an existing grant, without asking again. */
  codeWithin(grant: Grant, request: AuthorizationRequest, client: Client, session: Session): Promise<string> {
    return this.codes.issue({
      ...codeFacts(request, client, session),
      grantId: grant.id,
      connections: grant.companies,
    });
  }

  /** See {@link Consents.give}. */
  consent(requestId: string, request: AuthorizationRequest, given: Given): Promise<Consented> {
    return this.consents.give(requestId, request, given);
  }
}
