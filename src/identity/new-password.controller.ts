import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/index.js';
import { ERROR_PAGE, PageErrorFilter, requestContext, seeOther } from '../shared/index.js';
import { BrowserCookies } from './browser-cookies.js';
import { BrowserForms } from './browser-forms.js';
import { formField } from './form-field.js';
import {
  NEW_PASSWORD_GONE,
  NEW_PASSWORD_PAGE,
  type NewPasswordPageData,
  PASSWORD_CHANGED_PAGE,
} from './pages/new-password.page.js';
import { passwordFault } from './password-rules.js';
import { PasswordResets } from './password-resets.js';
import { type Visitor, Visitors } from './visitor.js';

const FORM = 'new-password';

/** Where the link of a mail leads. Only the POST changes anything: programs look at links before people do. */
@ApiExcludeController()
@UseFilters(PageErrorFilter)
@Controller('new-password')
export class NewPasswordController {
  constructor(
    private readonly resets: PasswordResets,
    private readonly forms: BrowserForms,
    private readonly cookies: BrowserCookies,
    private readonly visitors: Visitors,
  ) {}

  @Public()
  @Get()
  async form(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const token = formField(request.query, 'token');
    const visitor = await this.visitors.of(request);
    const found = token === undefined ? undefined : await this.resets.find(token);
    if (token === undefined || !found) return this.showGone(reply, visitor);
    const csrfToken = this.forms.token(request, reply, FORM);
    this.show(reply, visitor, { token, csrfToken, email: found.email });
  }

  @Public()
  @Get('changed')
  async changed(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { locale } = await this.visitors.of(request);
    this.visitors.show(reply, PASSWORD_CHANGED_PAGE, { data: {}, locale });
  }

  @Public()
  @Post()
  async submit(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visitor = await this.visitors.of(request);
    if (!this.forms.isOurs(request, FORM)) return this.visitors.refuseForgery(reply, visitor.locale);
    const token = formField(request.body, 'token') ?? '';
    const password = formField(request.body, 'password') ?? '';
    const found = await this.resets.find(token);
    if (!found) return this.showGone(reply, visitor);
    const problem = passwordFault(password, found);
    if (problem) {
      const csrfToken = this.forms.token(request, reply, FORM);
      return this.show(reply, visitor, { token, csrfToken, email: found.email, problem });
    }
    if (!(await this.resets.redeem(token, password))) return this.showGone(reply, visitor);
    // Whoever was signed in here is signed out like everywhere.
    if (visitor.session?.userId === found.userId) this.cookies.clearSession(reply);
    seeOther(reply, '/new-password/changed');
  }

  private show(reply: FastifyReply, { locale }: Visitor, data: NewPasswordPageData): void {
    this.visitors.show(reply, NEW_PASSWORD_PAGE, { data, locale }, { status: data.problem ? 422 : 200 });
  }

  /** One page for links that are used, replaced, run out, damaged or somebody else's. */
  private showGone(reply: FastifyReply, { locale }: Visitor): void {
    const data = { ...NEW_PASSWORD_GONE[locale], requestId: requestContext().requestId };
    this.visitors.show(reply, ERROR_PAGE, { data, locale }, { status: 410 });
  }
}
