import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/index.js';
import type { Client } from '../../clients/index.js';
import { BrowserCookies, type Session, Sessions } from '../../identity/index.js';
import { seeOther } from '../../shared/index.js';
import { Authorization } from './authorization.js';
import { type AuthorizationRequest, AuthorizationRequests, RedirectedError } from './authorization-request.js';
import { AuthorizePages } from './authorize-pages.js';
import { PendingRequests } from './pending-requests.js';

export const consentPath = (requestId: string): string => `/consent?request=${requestId}`;

/** `GET/POST /oauth/authorize` (RFC 6749 §3.1): checks the request, then sends the person where they are needed. */
@ApiExcludeController()
@Public()
@Controller('oauth/authorize')
export class AuthorizeController {
  constructor(
    private readonly requests: AuthorizationRequests,
    private readonly authorization: Authorization,
    private readonly pending: PendingRequests,
    private readonly sessions: Sessions,
    private readonly cookies: BrowserCookies,
    private readonly pages: AuthorizePages,
  ) {}

  @Get()
  get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.answer(request.query, request, reply);
  }

  /** RFC 6749 §3.1 allows POST as well. */
  @Post()
  post(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.answer(request.body ?? {}, request, reply);
  }

  private async answer(source: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const checked = await this.requests.check(source as Record<string, unknown>);
    const session = await this.sessions.find(this.cookies.session(request));
    const step = await this.authorization.nextStep(checked.request, checked.client, session);
    if (step.kind === 'none' && session) {
      const code = await this.authorization.codeWithin(step.grant, checked.request, checked.client, session.userId);
      this.pages.sendCode(request, reply, checked.request, code);
      return;
    }
    await this.askPerson(checked, { request, reply, session, needsSignIn: step.kind === 'sign_in' });
  }

  private async askPerson(
    { request }: { request: AuthorizationRequest; client: Client },
    http: { request: FastifyRequest; reply: FastifyReply; session: Session | undefined; needsSignIn: boolean },
  ): Promise<void> {
    if (request.prompt.includes('none')) {
      const code = http.needsSignIn ? 'login_required' : 'consent_required';
      throw new RedirectedError(code, 'The person must be asked, and prompt=none forbids it.', request);
    }
    const browser = this.cookies.ensureBrowser(http.request, http.reply);
    const path = consentPath(await this.pending.keep(request, browser));
    seeOther(http.reply, http.needsSignIn ? `/sign-in?return_to=${encodeURIComponent(path)}` : path);
  }
}
