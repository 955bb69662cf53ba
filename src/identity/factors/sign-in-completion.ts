import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { seeOther } from '../../shared/index.js';
import { BrowserCookies } from '../browser-cookies.js';
import { BrowserSessions } from '../browser-sessions.js';
import type { Exchange } from '../exchange.js';
import type { AuthenticationMethod, Session } from '../sessions.js';
import { SignIn, type SignInResult } from '../sign-in.js';
import { type PendingSignIn, PendingSignIns } from './pending-sign-ins.js';
import { SecondFactors } from './second-factors.js';
import { signInPath } from './step-up.js';

/** Where somebody who waits is asked for the second factor. */
export const VERIFY_PATH = '/sign-in/verify';

/** Where every way of signing in ends: in a session, or at the question for the second factor. */
@Injectable()
export class SignInCompletion {
  constructor(
    private readonly factors: SecondFactors,
    private readonly pending: PendingSignIns,
    private readonly sessions: BrowserSessions,
    private readonly cookies: BrowserCookies,
    private readonly signIn: SignIn,
  ) {}

  /** Goes on after a proof; `returnTo` is a local path. Whoever proved two factors already (`mfa`) owes nothing more. */
  async goOn(exchange: Exchange, result: SignInResult, returnTo: string): Promise<void> {
    const { reply } = exchange;
    if (await this.beginUnlessOwing(exchange, result)) return seeOther(reply, returnTo);
    const waiting = await this.wait(exchange, result, returnTo);
    seeOther(reply, waiting === undefined ? signInPath(returnTo) : VERIFY_PATH);
  }

  /** Begins the session where nothing more is owed; undefined where {@link goOn} has to ask. */
  async beginUnlessOwing({ request, reply }: Exchange, result: SignInResult): Promise<Session | undefined> {
    if (!result.amr.includes('mfa') && (await this.factors.has(result.user.id))) return undefined;
    return this.sessions.begin(request, reply, result);
  }

  /** Has the browser wait for the second factor; the id of what waits, undefined where the person was blocked meanwhile. */
  async wait({ reply }: Exchange, proven: SignInResult, returnTo: string): Promise<string | undefined> {
    const opened = await this.pending.open(proven, returnTo);
    if (opened) this.cookies.setPending(reply, opened.cookieValue);
    return opened?.id;
  }

  /** The sign-in that waits in a browser for its second factor. */
  pendingIn(request: FastifyRequest): Promise<PendingSignIn | undefined> {
    return this.pending.find(this.cookies.pending(request));
  }

  /** Ends what waits in a browser whose person leaves it. */
  async abandon({ request, reply }: Exchange): Promise<void> {
    if (this.cookies.pending(request) === undefined) return;
    const waiting = await this.pendingIn(request);
    if (waiting) await this.pending.take(waiting.id);
    this.cookies.clearPending(reply);
  }

  /** Begins the session of a sign-in that was taken, with what proved it beside the first factor. */
  async complete(
    { request, reply }: Exchange,
    { id, user, amr, authenticatedAt, returnTo }: PendingSignIn,
    methods: readonly AuthenticationMethod[],
  ): Promise<void> {
    const all = [...new Set<AuthenticationMethod>([...amr, ...methods, 'mfa'])];
    // No younger than the first proof: what was demanded since then was not proven by it.
    await this.sessions.begin(request, reply, { ...this.signIn.proved(user, all), authenticatedAt, from: { id } });
    this.cookies.clearPending(reply);
    seeOther(reply, returnTo);
  }
}
