import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/index.js';
import { PageErrorFilter } from '../../shared/index.js';
import { BrowserSessions } from '../browser-sessions.js';
import type { Exchange } from '../exchange.js';
import { formField } from '../form-field.js';
import { SignIn } from '../sign-in.js';
import { OwnPassword } from './own-password.js';
import { OWN_PASSWORD_PAGE, type OwnPasswordPageData } from './pages/own-password.page.js';
import { type Owner, returnToOf, SECURITY_PATH, SecurityDesk } from './security-desk.js';

const PATH = `${SECURITY_PATH}/password`;
const STATUS: Readonly<Record<string, number>> = { wrong_current: 401, throttled: 429 };

/** Where somebody who knows their password chooses another one. */
@ApiExcludeController()
@UseFilters(PageErrorFilter)
@Controller('account/security/password')
export class OwnPasswordController {
  constructor(
    private readonly passwords: OwnPassword,
    private readonly sessions: BrowserSessions,
    private readonly signIn: SignIn,
    private readonly desk: SecurityDesk,
  ) {}

  @Public()
  @Get()
  async form(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const exchange = { request, reply };
    const owner = await this.desk.proven(exchange, PATH);
    if (owner) this.show(exchange, owner);
  }

  @Public()
  @Post()
  async change(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const exchange = { request, reply };
    const owner = await this.desk.posting(exchange, PATH);
    if (!owner) return;
    const current = formField(request.body, 'current_password') ?? '';
    const changed = await this.passwords.change(owner.user, current, formField(request.body, 'password') ?? '');
    if (typeof changed === 'string') return this.show(exchange, owner, changed);
    // All sessions ended; this browser's goes on as a new one, for which nobody proved a second factor again.
    const { session } = owner;
    const { amr, authenticatedAt } = session;
    await this.sessions.begin(request, reply, { ...this.signIn.proved(changed, amr), authenticatedAt, from: session });
    this.desk.goTo(exchange, `${SECURITY_PATH}?done=password`);
  }

  private show(exchange: Exchange, owner: Owner, problem?: OwnPasswordPageData['problem']): void {
    const data: OwnPasswordPageData = {
      csrfToken: this.desk.csrfToken(exchange, owner),
      returnTo: returnToOf(exchange.request),
      email: owner.user.email,
      problem,
    };
    const status = problem ? (STATUS[problem] ?? 422) : 200;
    this.desk.show(exchange, owner, OWN_PASSWORD_PAGE, data, { status });
  }
}
