import type {} from '@fastify/cookie';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIGURATION, type Configuration, isRandomId, randomId } from '../shared/index.js';
import { PENDING_SECONDS } from './factors/pending-sign-ins.js';
import { SESSION_SECONDS } from './sessions.js';

const DEVICE_SECONDS = 365 * 24 * 3600;
const BROWSER = Symbol('browser');

type Names = Record<'session' | 'pending' | 'device' | 'browser' | 'shown', string>;

/**
 * The one place that names, reads and writes cookies. On https they carry the `__Host-` prefix, with which no other
 * host and no plain connection can set them (RFC 6265bis §4.1.3.2).
 */
@Injectable()
export class BrowserCookies {
  readonly names: Names;
  private readonly isSecure: boolean;

  constructor(@Inject(CONFIGURATION) configuration: Configuration) {
    this.isSecure = configuration.issuer.startsWith('https://');
    const prefix = this.isSecure ? '__Host-' : '';
    this.names = {
      session: `${prefix}gh_session`,
      pending: `${prefix}gh_pending`,
      device: `${prefix}gh_device`,
      browser: `${prefix}gh_browser`,
      shown: `${prefix}gh_shown`,
    };
  }

  /** The secret of the session, as the browser says. */
  session(request: FastifyRequest): string | undefined {
    return request.cookies[this.names.session];
  }

  setSession(reply: FastifyReply, value: string): void {
    this.set(reply, this.names.session, value, SESSION_SECONDS);
  }

  clearSession(reply: FastifyReply): void {
    this.set(reply, this.names.session, '', 0);
  }

  /** The secret of a sign-in that waits for its second factor. */
  pending(request: FastifyRequest): string | undefined {
    return request.cookies[this.names.pending];
  }

  setPending(reply: FastifyReply, value: string): void {
    this.set(reply, this.names.pending, value, PENDING_SECONDS);
  }

  clearPending(reply: FastifyReply): void {
    this.set(reply, this.names.pending, '', 0);
  }

  /** What the next page shows once, sealed. */
  shown(request: FastifyRequest): string | undefined {
    return request.cookies[this.names.shown];
  }

  setShown(reply: FastifyReply, sealed: string, seconds: number): void {
    this.set(reply, this.names.shown, sealed, seconds);
  }

  clearShown(reply: FastifyReply): void {
    this.set(reply, this.names.shown, '', 0);
  }

  /** Marks a browser in which an account signed in before. */
  device(request: FastifyRequest): string | undefined {
    return request.cookies[this.names.device];
  }

  setDevice(reply: FastifyReply, value: string): void {
    this.set(reply, this.names.device, value, DEVICE_SECONDS);
  }

  /** The random id of an anonymous browser, if it has one. */
  browser(request: FastifyRequest): string | undefined {
    const value = request.cookies[this.names.browser];
    return isRandomId(value) ? value : undefined;
  }

  /** The browser's id, given to it now if it has none. Forms and authorization requests are bound to it. */
  ensureBrowser(request: FastifyRequest, reply: FastifyReply): string {
    const marked = request as FastifyRequest & { [BROWSER]?: string };
    const known = marked[BROWSER] ?? this.browser(request);
    if (known) return known;
    const fresh = randomId();
    marked[BROWSER] = fresh;
    this.set(reply, this.names.browser, fresh);
    return fresh;
  }

  /** Without `maxAge` the cookie lives as long as the browser. */
  private set(reply: FastifyReply, name: string, value: string, maxAge?: number): void {
    void reply.setCookie(name, value, { path: '/', httpOnly: true, sameSite: 'lax', secure: this.isSecure, maxAge });
  }
}
