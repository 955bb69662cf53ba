import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/index.js';
import { DomainError, PageErrorFilter, seeOther } from '../shared/index.js';
import { BrowserForms } from './browser-forms.js';
import { BrowserSessions } from './browser-sessions.js';
import { formField } from './form-field.js';
import { RESET_PAGE, type ResetPageData, RESET_SENT_PAGE } from './pages/reset.page.js';
import { ResetRequests } from './reset-requests.js';
import { type ShowOptions, Visitors } from './visitor.js';

const FORM = 'password-reset';

/** Where people ask for a new password. Every answer is the same, whether or not there is an account. */
@ApiExcludeController()
@UseFilters(PageErrorFilter)
@Controller('password-reset')
export class PasswordResetController {
  constructor(
    private readonly requests: ResetRequests,
    private readonly forms: BrowserForms,
    private readonly browsers: BrowserSessions,
    private readonly visitors: Visitors,
  ) {}

  @Public()
  @Get()
  form(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.show(request, reply);
  }

  @Public()
  @Get('sent')
  async sent(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { locale } = await this.visitors.of(request);
    this.visitors.show(reply, RESET_SENT_PAGE, { data: {}, locale });
  }

  @Public()
  @Post()
  async ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!this.forms.isOurs(request, FORM)) {
      return this.visitors.refuseForgery(reply, (await this.visitors.of(request)).locale);
    }
    try {
      await this.requests.ask({ email: formField(request.body, 'email'), ...this.browsers.traits(request) });
      seeOther(reply, '/password-reset/sent');
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'too_many_requests') throw error;
      await this.show(request, reply, 'throttled', { status: error.status, headers: error.options.headers });
    }
  }

  private async show(
    request: FastifyRequest,
    reply: FastifyReply,
    problem?: ResetPageData['problem'],
    how?: ShowOptions,
  ): Promise<void> {
    const { locale } = await this.visitors.of(request);
    const data = { csrfToken: this.forms.token(request, reply, FORM), problem };
    this.visitors.show(reply, RESET_PAGE, { data, locale }, how);
  }
}
