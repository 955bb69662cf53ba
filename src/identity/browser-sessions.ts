import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BrowserCookies } from './browser-cookies.js';
import { type Session, Sessions } from './sessions.js';
import type { SignInResult } from './sign-in.js';

/** Joins sessions and the cookies that carry them. */
@Injectable()
export class BrowserSessions {
  constructor(
    private readonly sessions: Sessions,
    private readonly cookies: BrowserCookies,
  ) {}

  /** Who is signed in to the browser that sent `request`. */
  current(request: FastifyRequest): Promise<Session | undefined> {
    return this.sessions.find(this.cookies.session(request));
  }

  /** What {@link SignIn} wants to know about the browser. */
  traits(request: FastifyRequest): { readonly address: string; readonly deviceCookie: string | undefined } {
    return { address: request.ip, deviceCookie: this.cookies.device(request) };
  }

  /** A new session after every sign-in, so that one planted in the browser before is worth nothing. */
  async begin(request: FastifyRequest, reply: FastifyReply, result: SignInResult): Promise<void> {
    await this.sessions.end(this.cookies.session(request));
    const userAgent = request.headers['user-agent'] ?? '';
    const { cookieValue } = await this.sessions.start(result.user.id, { address: request.ip, userAgent });
    this.cookies.setSession(reply, cookieValue);
    this.cookies.setDevice(reply, result.deviceCookie);
  }

  async end(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await this.sessions.end(this.cookies.session(request));
    this.cookies.clearSession(reply);
  }
}
