import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/index.js';
import { BrowserCookies, BrowserSessions } from '../../identity/index.js';
import { seeOther } from '../../shared/index.js';
import { Authorization } from './authorization.js';
import { AuthorizationRequests } from './authorization-request.js';
import { RedirectedError } from './authorize-errors.js';
import { AuthorizePages } from './authorize-pages.js';

/**
 * An image, script or frame of some page (Fetch Metadata): nobody can answer there, and any page could leave requests
 * behind in the name of its visitors.
 */
function isEmbedded(http: FastifyRequest): boolean {
  const destination = http.headers['sec-fetch-dest'];
  return destination !== undefined && destination !== 'document';
}

/** `GET/POST /oauth/authorize` (RFC 6749 §3.1): checks the request, then sends the person where they are needed. */
@ApiExcludeController()
@Public()
@Controller('oauth/authorize')
export class AuthorizeController {
  constructor(
    private readonly requests: AuthorizationRequests,
    private readonly authorization: Authorization,
    private readonly sessions: BrowserSessions,
    private readonly cookies: BrowserCookies,
    private readonly pages: AuthorizePages,
  ) {}

  @Get()
  get(@Req() http: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.answer(http.query, http, reply);
  }

  /** RFC 6749 §3.1 allows POST as well. */
  @Post()
  post(@Req() http: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.answer(http.body ?? {}, http, reply);
  }

  private async answer(source: unknown, http: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { request, client } = await this.requests.check(source as Record<string, unknown>, http.query as object);
    const session = await this.sessions.current(http);
    const step = await this.authorization.nextStep(request, client, session);
    if (step.kind === 'none' && session) {
      const code = await this.authorization.codeWithin(step.grant, request, client, session);
      return this.pages.sendCode(http, reply, request, code);
    }
    const needsSignIn = step.kind === 'sign_in';
    if (request.prompt.includes('none')) {
      const code = needsSignIn ? 'login_required' : 'consent_required';
      throw new RedirectedError(code, 'The person must be asked, and prompt=none forbids it.', request);
    }
    if (isEmbedded(http)) throw new RedirectedError('interaction_required', 'Open this address in a window.', request);
    const asker = { browser: this.cookies.ensureBrowser(http, reply), session };
    seeOther(reply, await this.authorization.askPerson(request, asker, needsSignIn));
  }
}
