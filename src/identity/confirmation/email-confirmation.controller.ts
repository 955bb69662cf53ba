import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/index.js';
import { ERROR_PAGE, PageErrorFilter, requestContext } from '../../shared/index.js';
import type { Exchange } from '../exchange.js';
import { type Owner, SECURITY_PATH, SecurityDesk } from '../factors/security-desk.js';
import { formField } from '../form-field.js';
import { EmailConfirmations } from './email-confirmations.js';
import { CONFIRM_EMAIL_GONE, CONFIRM_EMAIL_PAGE } from './pages/confirm-email.page.js';

/** Where people confirm the address of their account. Only a POST changes anything: programs look at links, too. */
@ApiExcludeController()
@UseFilters(PageErrorFilter)
@Controller()
export class EmailConfirmationController {
  constructor(
    private readonly confirmations: EmailConfirmations,
    private readonly desk: SecurityDesk,
  ) {}

  @Public()
  @Post('account/security/confirm-email')
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const exchange = { request, reply };
    const owner = await this.desk.sending(exchange, SECURITY_PATH);
    if (owner) this.desk.goTo(exchange, `${SECURITY_PATH}?done=${await this.confirmations.ask(owner.user)}`);
  }

  @Public()
  @Get('confirm-email')
  async question(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const exchange = { request, reply };
    const token = formField(request.query, 'token') ?? '';
    const owner = await this.desk.owner(exchange, pathOf(token));
    if (!owner) return;
    const found = await this.confirmations.find(token, owner.user.id);
    if (!found) return this.showGone(exchange, owner);
    const data = { token, email: found.email, csrfToken: this.desk.csrfToken(exchange, owner) };
    this.desk.show(exchange, owner, CONFIRM_EMAIL_PAGE, data);
  }

  @Public()
  @Post('confirm-email')
  async confirm(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const exchange = { request, reply };
    const token = formField(request.body, 'token') ?? '';
    const owner = await this.desk.sending(exchange, pathOf(token));
    if (!owner) return;
    if (!(await this.confirmations.confirm(token, owner.user.id))) return this.showGone(exchange, owner);
    this.desk.goTo(exchange, `${SECURITY_PATH}?done=confirmed`);
  }

  /** One page for links that are used, replaced, run out, damaged or somebody else's. */
  private showGone(exchange: Exchange, owner: Owner): void {
    const data = { ...CONFIRM_EMAIL_GONE[owner.locale], requestId: requestContext().requestId };
    this.desk.show(exchange, owner, ERROR_PAGE, data, { status: 410 });
  }
}

const pathOf = (token: string): string => `/confirm-email?${new URLSearchParams({ token }).toString()}`;
