import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/index.js';
import { PageErrorFilter } from '../../shared/index.js';
import type { Exchange } from '../exchange.js';
import { formField } from '../form-field.js';
import { Enrolment, factorName } from './enrolment.js';
import { TOTP_PAGE, type TotpPageData } from './pages/totp.page.js';
import { type Owner, returnToOf, SECURITY_PATH, SecurityDesk } from './security-desk.js';
import { TotpEnrolment, type TotpDraft } from './totp-enrolment.js';

const PATH = `${SECURITY_PATH}/totp`;

/** Where somebody adds an app that shows codes. */
@ApiExcludeController()
@UseFilters(PageErrorFilter)
@Controller('account/security/totp')
export class TotpEnrolmentController {
  constructor(
    private readonly totp: TotpEnrolment,
    private readonly enrolment: Enrolment,
    private readonly desk: SecurityDesk,
  ) {}

  @Public()
  @Get()
  async form(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const exchange = { request, reply };
    const owner = await this.desk.proven(exchange, PATH, 'first_factor');
    if (owner) this.show(exchange, owner, this.totp.draft(owner));
  }

  @Public()
  @Post()
  async submit(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const exchange = { request, reply };
    const owner = await this.desk.posting(exchange, PATH, 'first_factor');
    if (!owner) return;
    const draft = this.totp.open(owner, formField(request.body, 'draft'));
    if (!draft) return this.desk.goTo(exchange, PATH);
    const name = factorName(formField(request.body, 'name'));
    if (name === undefined) return this.show(exchange, owner, draft, 'wrong_name');
    const kept = await this.totp.keep(owner, draft, name, formField(request.body, 'code') ?? '');
    if (kept === 'already') return this.desk.goTo(exchange, SECURITY_PATH);
    if (kept === 'wrong') return this.show(exchange, owner, draft, 'wrong_code');
    await this.enrolment.goOn(exchange, owner, ['otp']);
  }

  private show(exchange: Exchange, owner: Owner, draft: TotpDraft, problem?: TotpPageData['problem']): void {
    const { request } = exchange;
    const data: TotpPageData = {
      csrfToken: this.desk.csrfToken(exchange, owner),
      returnTo: returnToOf(request),
      draft: draft.sealed,
      name: (formField(request.body, 'name') ?? '').slice(0, 80),
      ...this.totp.shown(owner, draft),
      problem,
    };
    this.desk.show(exchange, owner, TOTP_PAGE, data, { status: problem ? 422 : 200 });
  }
}
