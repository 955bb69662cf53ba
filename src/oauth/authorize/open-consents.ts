import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Client, ClientRegistry, matchesRedirectUri } from '../../clients/index.js';
import { BrowserCookies, BrowserSessions, type Session } from '../../identity/index.js';
import { annotateRequest, seeOther } from '../../shared/index.js';
import { signInPath } from './authorization.js';
import type { AuthorizeFault } from '../pages/error-texts.js';
import { AuthorizePages } from './authorize-pages.js';
import { type PendingRequest, PendingRequests } from './pending-requests.js';

/** A stored request in the browser that brought it, with the person who is signed in there. */
export interface OpenConsent {
  readonly pending: PendingRequest;
  readonly client: Client;
  readonly session: Session;
}

/** Finds what a consent page is about; answers itself where there is nothing to consent to. */
@Injectable()
export class OpenConsents {
  constructor(
    private readonly pending: PendingRequests,
    private readonly clients: ClientRegistry,
    private readonly sessions: BrowserSessions,
    private readonly cookies: BrowserCookies,
    private readonly answers: AuthorizePages,
  ) {}

  /** Undefined: the answer was sent. */
  async open(id: unknown, request: FastifyRequest, reply: FastifyReply): Promise<OpenConsent | undefined> {
    const pending = await this.pending.find(id, this.cookies.browser(request));
    if (!pending) return this.refuse('expired', request, reply);
    const client = await this.clients.find(pending.request.clientId);
    if (!client?.enabled) return this.refuse('unknown_client', request, reply);
    const fault = faultSince(pending, client);
    if (fault) return this.refuse(fault, request, reply);
    const session = await this.sessions.current(request);
    annotateRequest({ clientId: client.clientId });
    if (session) return { pending, client, session };
    this.sendToSignIn(pending, reply);
    return undefined;
  }

  sendToSignIn(pending: PendingRequest, reply: FastifyReply): void {
    seeOther(reply, signInPath(pending.id, pending.request));
  }

  private refuse(fault: AuthorizeFault, request: FastifyRequest, reply: FastifyReply): undefined {
    this.answers.sendFault(request, reply, fault);
    return undefined;
  }
}

/** What its developer took from the client while the request waited: no answer goes where none may go any more. */
function faultSince({ request }: PendingRequest, client: Client): AuthorizeFault | undefined {
  if (!matchesRedirectUri(client, request.redirectUri)) return 'redirect_uri_mismatch';
  return client.grantTypes.includes('authorization_code') ? undefined : 'not_registered';
}
