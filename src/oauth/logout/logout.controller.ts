import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/index.js';
import { BrowserSessions, CsrfTokens, formField, type Session, Visitors } from '../../identity/index.js';
import { annotateRequest, seeOther } from '../../shared/index.js';
import { LogoutPages } from './logout-pages.js';
import { LOGOUT_PARAMETERS, type LogoutRequest, LogoutRequests } from './logout-requests.js';

/** What the CSRF token of the confirmation is bound to. */
const bindingOf = ({ id }: Session): string => `logout:${id}`;

/** `end_session_endpoint` (OpenID Connect RP-Initiated Logout 1.0): an app asks to sign its person out here as well. */
@ApiExcludeController()
@Public()
@Controller('oauth/logout')
export class LogoutController {
  constructor(
    private readonly requests: LogoutRequests,
    private readonly visitors: Visitors,
    private readonly browsers: BrowserSessions,
    private readonly csrf: CsrfTokens,
    private readonly pages: LogoutPages,
  ) {}

  /** Signs out at once where an ID token proves whom the app speaks of; else the person decides. */
  @Get()
  async get(@Req() http: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asked = await this.check(http, http.query);
    const { session, locale } = await this.visitors.of(http);
    if (!session) return this.pages.sendDone(reply, asked, { locale, mayRedirect: asked.hint !== null });
    if (!this.requests.isProven(asked, session)) {
      const csrfToken = this.csrf.issue(bindingOf(session));
      return this.pages.sendQuestion(reply, asked, { locale, csrfToken, userName: session.userName });
    }
    await this.browsers.end(http, reply);
    this.pages.sendDone(reply, asked, { locale, mayRedirect: true });
  }

  /** From another site a form comes without our cookie, and a navigation with it: so the GET decides. */
  @Post()
  async post(@Req() http: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.check(http, http.body ?? {});
    const query = new URLSearchParams();
    for (const name of LOGOUT_PARAMETERS) {
      const value = formField(http.body, name);
      if (value) query.set(name, value);
    }
    seeOther(reply, `/oauth/logout?${query.toString()}`);
  }

  @Post('confirmation')
  async confirm(@Req() http: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asked = await this.check(http, http.body ?? {});
    const { session, locale } = await this.visitors.of(http);
    if (!session) return this.pages.sendDone(reply, asked, { locale, mayRedirect: false });
    if (!this.csrf.matches(bindingOf(session), formField(http.body, 'csrf_token'))) {
      return this.visitors.refuseForgery(reply, locale);
    }
    if (formField(http.body, 'decision') !== 'sign_out') return seeOther(reply, '/');
    await this.browsers.end(http, reply);
    this.pages.sendDone(reply, asked, { locale, mayRedirect: true });
  }

  private async check(http: FastifyRequest, source: unknown): Promise<LogoutRequest> {
    const asked = await this.requests.check(source as Record<string, unknown>, http.query as object);
    if (asked.client) annotateRequest({ clientId: asked.client.clientId });
    return asked;
  }
}
