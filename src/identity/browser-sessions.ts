import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuditTrail } from '../audit/index.js';
import { Database } from '../database/index.js';
import { annotateRequest, DomainError } from '../shared/index.js';
import { BrowserCookies } from './browser-cookies.js';
import { type Session, Sessions } from './sessions.js';
import { SignInPolicy } from './sign-in-policy.js';
import type { SignInResult } from './sign-in.js';

/** Joins sessions and the cookies that carry them. */
@Injectable()
export class BrowserSessions {
  constructor(
    private readonly database: Database,
    private readonly sessions: Sessions,
    private readonly cookies: BrowserCookies,
    private readonly policy: SignInPolicy,
    private readonly audit: AuditTrail,
  ) {}

  /** Who is signed in to the browser that sent `request`, and so acts in what it leads to. */
  async current(request: FastifyRequest): Promise<Session | undefined> {
    const session = await this.sessions.find(this.cookies.session(request));
    if (session) annotateRequest({ actorId: session.userId });
    return session;
  }

  /** What {@link SignIn} wants to know about the browser. */
  traits(request: FastifyRequest): { readonly address: string; readonly deviceCookie: string | undefined } {
    return { address: request.ip, deviceCookie: this.cookies.device(request) };
  }

  /**
   * A new session after every sign-in, so that one planted in the browser before is worth nothing. Throws 403
   * `signs_in_elsewhere` where a company decided meanwhile that its people sign in at its provider alone.
   */
  async begin(request: FastifyRequest, reply: FastifyReply, result: SignInResult): Promise<Session> {
    const { user, amr, authenticatedAt, from } = result;
    const browser = { address: request.ip, userAgent: request.headers['user-agent'] ?? '' };
    const { cookieValue, session } = await this.database.transaction(async () => {
      await this.refuseElsewhere(result);
      const replaced = await this.close(request, 'replaced');
      const started = await this.sessions.start(user, { ...browser, amr, authenticatedAt });
      if (from) await this.policy.goesOn(from.id, started.session);
      await this.sessions.continue(replaced, started);
      await this.record('session.started', started.session);
      return started;
    });
    this.cookies.setSession(reply, cookieValue);
    this.cookies.setDevice(reply, result.deviceCookie);
    return session;
  }

  /** A page of another site can post a form without the cookie: its answer takes none away. */
  async end(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (this.cookies.session(request) === undefined) return;
    await this.database.transaction(() => this.close(request, 'signed_out'));
    this.cookies.clearSession(reply);
  }

  private async refuseElsewhere({ user, from, isByProvider }: SignInResult): Promise<void> {
    if (isByProvider || (await this.policy.admits(user, from?.id))) return;
    const text = 'People with this e-mail sign in at their company alone.';
    throw new DomainError('forbidden', 'signs_in_elsewhere', text);
  }

  /** What has run out by itself goes without a word. */
  private async close(request: FastifyRequest, reason: string): Promise<Session | undefined> {
    const cookie = this.cookies.session(request);
    const session = await this.sessions.find(cookie);
    if (!session) await this.sessions.end(cookie);
    if (!session || !(await this.sessions.endById(session.userId, session.id))) return undefined;
    await this.record('session.ended', session, { reason });
    return session;
  }

  private record(action: string, { id, userId }: Session, after: object | null = null): Promise<void> {
    return this.audit.record({ action, subjectType: 'session', subjectId: id, actorId: userId, after });
  }
}
