import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/index.js';
import { Database } from '../../database/index.js';
import type { Session } from '../../identity/index.js';
import { Grants } from '../../tokens/index.js';
import type { AuthorizationRequest } from './authorization-request.js';
import { AuthorizationCodes, codeFacts } from './authorization-codes.js';
import { ConsentEffects, consentingIn } from './consent-effects.js';
import { PendingRequests } from './pending-requests.js';

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

/** What a consent comes to. */
@Injectable()
export class Consents {
  constructor(
    private readonly database: Database,
    private readonly grants: Grants,
    private readonly codes: AuthorizationCodes,
    private readonly pending: PendingRequests,
    private readonly effects: ConsentEffects,
  ) {}

  /**
   * Takes the stored request, extends the grant, connects the companies and issues the code, all or nothing. Nothing
   * where a company is not the person's to choose, or the request was answered already.
   */
  give(requestId: string, request: AuthorizationRequest, given: Given): Promise<Consented> {
    const { client, session, companies } = given;
    const { userId } = session;
    return this.database.transaction(async () => {
      const isTheirs = await this.effects.mayChoose(consentingIn(session), client, companies);
      if (!isTheirs) return { fault: 'foreign_company' };
      if (!(await this.pending.take(requestId))) return { fault: 'expired' };
      const { scopes } = request;
      const { id: grantId, connections } = await this.grants.extend({ userId, client, scopes, companies });
      await this.effects.connect(userId, client, companies, given.approvedVersion);
      return { code: await this.codes.issue({ ...codeFacts(request, client, session), grantId, connections }) };
    });
  }
}
