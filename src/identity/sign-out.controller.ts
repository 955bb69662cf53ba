import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/index.js';
import { PageErrorFilter, seeOther } from '../shared/index.js';
import { BrowserSessions } from './browser-sessions.js';
import { CsrfTokens } from './csrf.js';
import { SignInCompletion } from './factors/sign-in-completion.js';
import { formField } from './form-field.js';
import { SIGN_OUT_PAGE } from './pages/sign-out.page.js';
import { SignInPolicy } from './sign-in-policy.js';
import { signOutBinding } from './sign-out-binding.js';
import { Visitors } from './visitor.js';

/** Ends the session of a browser. Only the POST changes anything: a link or an image must not sign anybody out. */
@ApiExcludeController()
@UseFilters(PageErrorFilter)
@Controller('sign-out')
export class SignOutController {
  constructor(
    private readonly browsers: BrowserSessions,
    private readonly csrf: CsrfTokens,
    private readonly visitors: Visitors,
    private readonly policy: SignInPolicy,
    private readonly completion: SignInCompletion,
  ) {}

  @Public()
  @Get()
  async confirm(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { session, locale } = await this.visitors.of(request);
    const signedIn = session && { name: session.userName, csrfToken: this.csrf.issue(signOutBinding(session)) };
    this.visitors.show(reply, SIGN_OUT_PAGE, { data: { signedIn }, locale });
  }

  @Public()
  @Post()
  async signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { session, locale } = await this.visitors.of(request);
    if (session && !this.csrf.matches(signOutBinding(session), formField(request.body, 'csrf_token'))) {
      return this.visitors.refuseForgery(reply, locale);
    }
    const next = session && (await this.policy.pathAfterSignOut(session));
    await this.browsers.end(request, reply);
    await this.completion.abandon({ request, reply });
    seeOther(reply, next ?? '/sign-in');
  }
}
