import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, CurrentAccess, InBrowser, RequireScope } from '../../access/index.js';
import { formField, MeSessions, ownAccountOf } from '../../identity/index.js';
import { PageQuery, parseOrRefuse, seeOther } from '../../shared/index.js';
import { ConsoleErrorFilter } from '../problems/console-error.filter.js';
import { ConsolePages } from '../shell/console-pages.js';
import { pagerOf } from '../shell/paging.js';
import { ACCOUNT_SESSIONS_PAGE } from './account-sessions.page.js';
import { browserName } from './browser-name.js';

/** Where a person is signed in. */
@ApiExcludeController()
@UseFilters(ConsoleErrorFilter)
@InBrowser()
@RequireScope()
@Controller('account/sessions')
export class AccountSessionsController {
  constructor(
    private readonly pages: ConsolePages,
    private readonly sessions: MeSessions,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = await this.pages.visit({ request, reply });
    const page = await this.sessions.list(ownAccountOf(visit.access), parseOrRefuse(PageQuery, request.query));
    const sessions = page.items.map(({ id, userAgent, address, createdAt, lastSeenAt, expiresAt }) => ({
      id,
      browser: browserName(userAgent),
      userAgent,
      address,
      createdAt,
      lastSeenAt,
      expiresAt,
      isCurrent: id === visit.session.id,
    }));
    const data = { sessions, pager: pagerOf(page, request.url, visit.locale) };
    await this.pages.show(visit, ACCOUNT_SESSIONS_PAGE, data, { section: null });
  }

  @Post('end')
  async end(
    @CurrentAccess() access: Access,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.sessions.end(ownAccountOf(access), formField(request.body, 'session_id') ?? '');
    seeOther(reply, '/account/sessions?done=session_ended');
  }

  /** All but the one that asks, which the console's own token names. */
  @Post('end-others')
  async endOthers(@CurrentAccess() access: Access, @Res() reply: FastifyReply): Promise<void> {
    await this.sessions.endOthers(ownAccountOf(access), access.token.jti);
    seeOther(reply, '/account/sessions?done=sessions_ended');
  }
}
