import { Controller, Get, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/index.js';
import { PageErrorFilter } from '../shared/index.js';
import { CsrfTokens } from './csrf.js';
import { HOME_PAGE } from './pages/home.page.js';
import { signOutBinding } from './sign-out-binding.js';
import { Visitors } from './visitor.js';

/** The front door: says what this server is and where to go. */
@ApiExcludeController()
@UseFilters(PageErrorFilter)
@Controller()
export class HomeController {
  constructor(
    private readonly csrf: CsrfTokens,
    private readonly visitors: Visitors,
  ) {}

  @Public()
  @Get()
  async home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { session, locale } = await this.visitors.of(request);
    const signedIn = session && {
      name: session.userName,
      email: session.email,
      csrfToken: this.csrf.issue(signOutBinding(session)),
    };
    this.visitors.show(reply, HOME_PAGE, { data: { signedIn }, locale });
  }
}
