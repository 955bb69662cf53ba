import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/index.js';
import { type Locale, PageErrorFilter, seeOther } from '../../shared/index.js';
import { EmailConfirmations } from '../confirmation/email-confirmations.js';
import type { Exchange } from '../exchange.js';
import { formField } from '../form-field.js';
import { factorName } from './enrolment.js';
import { REMOVE_PAGE, SECURITY_NEWS, SECURITY_PAGE, type SecurityPageData } from './pages/security.page.js';
import { RecoveryCodes } from './recovery-codes.js';
import { type Factor, SecondFactors } from './second-factors.js';
import { type Owner, returnToOf, SECURITY_PATH, SecurityDesk } from './security-desk.js';

/** What a person signs in with, and what they do about it. */
@ApiExcludeController()
@UseFilters(PageErrorFilter)
@Controller('account/security')
export class SecurityController {
  constructor(
    private readonly factors: SecondFactors,
    private readonly recovery: RecoveryCodes,
    private readonly desk: SecurityDesk,
    private readonly confirmations: EmailConfirmations,
  ) {}

  @Public()
  @Get()
  async overview(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const exchange = { request, reply };
    const owner = await this.desk.owner(exchange);
    if (owner) await this.show(exchange, owner);
  }

  /** For whoever needs a session of two factors: leads to whatever is missing, and back. */
  @Public()
  @Get('strengthen')
  async strengthen(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const exchange = { request, reply };
    const owner = await this.desk.owner(exchange, `${SECURITY_PATH}/strengthen`);
    if (!owner) return;
    if (owner.session.amr.includes('mfa')) return seeOther(reply, returnToOf(request));
    if (!(await this.factors.has(owner.user.id))) return this.desk.goTo(exchange, SECURITY_PATH);
    // Whoever has a factor and did not use it is asked for both, as before anything dangerous.
    await this.desk.proven(exchange, `${SECURITY_PATH}/strengthen`, 'both_factors');
  }

  @Public()
  @Post('rename')
  async rename(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const exchange = { request, reply };
    const owner = await this.desk.posting(exchange, SECURITY_PATH);
    if (!owner) return;
    const name = factorName(formField(request.body, 'name'));
    if (name === undefined) return this.show(exchange, owner, 'wrong_name', 422);
    const id = formField(request.body, 'id') ?? '';
    if (!(await this.factors.rename(owner.user.id, id, name))) return this.show(exchange, owner, 'unknown', 404);
    this.desk.goTo(exchange, `${SECURITY_PATH}?done=renamed`);
  }

  /** Asks first: a link must not take a factor away. */
  @Public()
  @Get('remove')
  async question(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const exchange = { request, reply };
    const id = formField(request.query, 'id') ?? '';
    const owner = await this.desk.proven(exchange, `${SECURITY_PATH}/remove?${new URLSearchParams({ id }).toString()}`);
    if (!owner) return;
    const all = await this.factors.list(owner.user.id);
    const factor = all.find((one) => one.id === id);
    if (!factor) return this.show(exchange, owner, 'unknown', 404);
    const isLast = all.length === 1;
    const demandedBy = isLast ? await this.factors.demandedBy(owner.user.id) : [];
    const csrfToken = this.desk.csrfToken(exchange, owner);
    this.desk.show(exchange, owner, REMOVE_PAGE, { id, name: factor.name, csrfToken, isLast, demandedBy });
  }

  @Public()
  @Post('remove')
  async remove(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const exchange = { request, reply };
    const owner = await this.desk.posting(exchange, SECURITY_PATH);
    if (!owner) return;
    const removal = await this.factors.delete(owner.user, formField(request.body, 'id') ?? '');
    if (removal === 'removed') return this.desk.goTo(exchange, `${SECURITY_PATH}?done=removed`);
    await this.show(exchange, owner, removal, removal === 'unknown' ? 404 : 409);
  }

  private async show(
    exchange: Exchange,
    owner: Owner,
    problem?: SecurityPageData['problem'],
    status = 200,
  ): Promise<void> {
    const { request } = exchange;
    const { id, email } = owner.user;
    const factors = await this.factors.list(id);
    const returnTo = returnToOf(request);
    const data: SecurityPageData = {
      csrfToken: this.desk.csrfToken(exchange, owner),
      email,
      isEmailConfirmed: await this.confirmations.isConfirmed(id),
      factors: factors.map((factor) => factorView(factor, owner.locale)),
      codesLeft: await this.recovery.left(id),
      demandedBy: await this.factors.demandedBy(id),
      returnTo,
      more: returnTo === '/' ? '' : `?${new URLSearchParams({ return_to: returnTo }).toString()}`,
      done: SECURITY_NEWS.find((news) => news === formField(request.query, 'done')),
      problem,
    };
    this.desk.show(exchange, owner, SECURITY_PAGE, data, { status });
  }
}

function factorView(factor: Factor, locale: Locale): SecurityPageData['factors'][number] {
  const { id, kind, name, createdAt, lastUsedAt } = factor;
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  return {
    id,
    kind,
    name,
    addedOn: days.format(createdAt),
    usedOn: lastUsedAt === null ? null : days.format(lastUsedAt),
  };
}
