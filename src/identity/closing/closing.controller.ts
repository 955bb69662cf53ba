import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/index.js';
import { DomainError, PageErrorFilter, seeOther } from '../../shared/index.js';
import { BrowserCookies } from '../browser-cookies.js';
import { emailKey } from '../email.js';
import type { Exchange } from '../exchange.js';
import { type Owner, SECURITY_PATH, SecurityDesk } from '../factors/security-desk.js';
import { formField } from '../form-field.js';
import { Visitors } from '../visitor.js';
import { AccountClosure } from './account-closure.js';
import { CLOSED_PAGE, CLOSING_PAGE, type ClosingHindrance, type ClosingPageData } from './pages/closing.page.js';

const PATH = `${SECURITY_PATH}/close`;

/** Where somebody closes their own account: who proved lately that it is theirs, and writes its name. */
@ApiExcludeController()
@UseFilters(PageErrorFilter)
@Controller('account/security/close')
export class ClosingController {
  constructor(
    private readonly closure: AccountClosure,
    private readonly cookies: BrowserCookies,
    private readonly visitors: Visitors,
    private readonly desk: SecurityDesk,
  ) {}

  @Public()
  @Get()
  async question(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const exchange = { request, reply };
    const owner = await this.desk.proven(exchange, PATH);
    if (owner) this.show(exchange, owner);
  }

  @Public()
  @Post()
  async close(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const exchange = { request, reply };
    const owner = await this.desk.posting(exchange, PATH);
    if (!owner) return;
    const typed = emailKey(formField(request.body, 'email'));
    if (typed === undefined || typed !== emailKey(owner.user.email)) {
      return this.show(exchange, owner, 'wrong_email', 422);
    }
    try {
      await this.closure.close(owner.user);
    } catch (error) {
      const hindrance = hindranceOf(error);
      if (!hindrance) throw error;
      return this.show(exchange, owner, hindrance, 409);
    }
    this.cookies.clearSession(reply);
    seeOther(reply, `${PATH}/closed`);
  }

  @Public()
  @Get('closed')
  async closed(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { locale } = await this.visitors.of(request);
    this.visitors.show(reply, CLOSED_PAGE, { data: {}, locale });
  }

  private show(exchange: Exchange, owner: Owner, problem?: ClosingPageData['problem'], status = 200): void {
    const csrfToken = this.desk.csrfToken(exchange, owner);
    const data: ClosingPageData = { csrfToken, email: owner.user.email, problem };
    this.desk.show(exchange, owner, CLOSING_PAGE, data, { status });
  }
}

function hindranceOf(error: unknown): ClosingHindrance | undefined {
  if (!(error instanceof DomainError)) return undefined;
  const { code, options } = error;
  if (code !== 'owns_apps' && code !== 'last_administrator') return undefined;
  return { code, names: (options.extensions?.names as readonly string[]).join(', ') };
}
