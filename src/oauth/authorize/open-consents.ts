import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Client, ClientRegistry } from '../../clients/index.js';
import { BrowserCookies, BrowserSessions, type Session } from '../../identity/index.js';
import { seeOther } from '../../shared/index.js';
import { consentPath } from './authorization.js';
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
    const session = await this.sessions.current(request);
    if (session) return { pending, client, session };
    this.sendToSignIn(pending, reply);
    return undefined;
  }

  sendToSignIn(pending: PendingRequest, reply: FastifyReply): void {
    seeOther(reply, `/sign-in?return_to=${encodeURIComponent(consentPath(pending.id))}`);
  }

  private refuse(fault: 'expired' | 'unknown_client', request: FastifyRequest, reply: FastifyReply): undefined {
    this.answers.sendFault(request, reply, fault);
    return undefined;
  }
}
