import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/index.js';
import { BrowserForms, formField, type Visitor, Visitors } from '../../identity/index.js';
import { DomainError, ERROR_PAGE, PageErrorFilter, requestContext, seeOther } from '../../shared/index.js';
import {
  CONFIRMATION_GONE,
  CONFIRMATION_PAGE,
  CONFIRMED_PAGE,
  type ConfirmationPageData,
} from '../pages/confirmation.page.js';
import { DomainConfirmations } from './domain-confirmations.js';

const FORM = 'domain-confirmation';

/** Where those who run a domain answer. Only the POST changes anything: programs look at links before people do. */
@ApiExcludeController()
@UseFilters(PageErrorFilter)
@Controller('domain-confirmation')
export class DomainConfirmationController {
  constructor(
    private readonly confirmations: DomainConfirmations,
    private readonly forms: BrowserForms,
    private readonly visitors: Visitors,
  ) {}

  @Public()
  @Get()
  async form(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.show(request, reply, formField(request.query, 'token') ?? '');
  }

  @Public()
  @Get('confirmed')
  async confirmed(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { locale } = await this.visitors.of(request);
    this.visitors.show(reply, CONFIRMED_PAGE, { data: {}, locale });
  }

  @Public()
  @Post()
  async confirm(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visitor = await this.visitors.of(request);
    if (!this.forms.isOurs(request, FORM)) return this.visitors.refuseForgery(reply, visitor.locale);
    const token = formField(request.body, 'token') ?? '';
    try {
      if (!(await this.confirmations.confirm(token))) return this.showGone(reply, visitor);
      seeOther(reply, '/domain-confirmation/confirmed');
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'domain_taken') throw error;
      await this.show(request, reply, token, 'taken');
    }
  }

  private async show(
    request: FastifyRequest,
    reply: FastifyReply,
    token: string,
    problem?: ConfirmationPageData['problem'],
  ): Promise<void> {
    const visitor = await this.visitors.of(request);
    const open = await this.confirmations.find(token);
    if (!open) return this.showGone(reply, visitor);
    const csrfToken = this.forms.token(request, reply, FORM);
    const data = { token, csrfToken, company: open.company, domain: open.domain, problem };
    this.visitors.show(reply, CONFIRMATION_PAGE, { data, locale: visitor.locale }, { status: problem ? 409 : 200 });
  }

  /** One page for links that are used, replaced, run out or damaged. */
  private showGone(reply: FastifyReply, { locale }: Visitor): void {
    const data = { ...CONFIRMATION_GONE[locale], requestId: requestContext().requestId };
    this.visitors.show(reply, ERROR_PAGE, { data, locale }, { status: 410 });
  }
}
