import { Controller, Get, Optional, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/index.js';
import { DomainError, PageErrorFilter, seeOther } from '../shared/index.js';
import { BrowserForms } from './browser-forms.js';
import { BrowserSessions } from './browser-sessions.js';
import { formField } from './form-field.js';
import { SIGN_IN_PAGE, type SignInPageData } from './pages/sign-in.page.js';
import { ReturnDestinations } from './ports.js';
import { localPath } from './return-to.js';
import { SignIn } from './sign-in.js';
import { type ShowOptions, Visitors } from './visitor.js';

/** The page where people sign in. Only this page ever sees a password. */
@ApiExcludeController()
@UseFilters(PageErrorFilter)
@Controller('sign-in')
export class SignInController {
  constructor(
    private readonly signIn: SignIn,
    private readonly forms: BrowserForms,
    private readonly browsers: BrowserSessions,
    private readonly visitors: Visitors,
    @Optional() private readonly destinations?: ReturnDestinations,
  ) {}

  @Public()
  @Get()
  async form(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { query } = request;
    const email = formField(query, 'login_hint') ?? '';
    await this.show(request, reply, { email, returnTo: localPath(formField(query, 'return_to')) });
  }

  @Public()
  @Post()
  async submit(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!this.forms.isOurs(request, FORM)) {
      const { locale } = await this.visitors.of(request);
      return this.visitors.refuseForgery(reply, locale);
    }
    const email = formField(request.body, 'email') ?? '';
    const returnTo = localPath(formField(request.body, 'return_to'));
    try {
      const password = formField(request.body, 'password');
      const result = await this.signIn.authenticate({ email, password, ...this.browsers.traits(request) });
      if (!result) return await this.show(request, reply, { email, returnTo, problem: 'wrong' }, { status: 401 });
      await this.browsers.begin(request, reply, result);
      seeOther(reply, returnTo);
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'too_many_requests') throw error;
      const how = { status: error.status, headers: error.options.headers };
      await this.show(request, reply, { email, returnTo, problem: 'throttled' }, how);
    }
  }

  private async show(request: FastifyRequest, reply: FastifyReply, form: Form, how?: ShowOptions): Promise<void> {
    const { session, locale } = await this.visitors.of(request);
    const data: SignInPageData = {
      ...form,
      email: form.email.slice(0, MAX_EMAIL),
      csrfToken: this.forms.token(request, reply, FORM),
      signedInAs: session?.userName,
    };
    const formAction = await this.destinations?.sources(form.returnTo);
    this.visitors.show(reply, SIGN_IN_PAGE, { data, locale }, { ...how, formAction });
  }
}

const FORM = 'sign-in';
const MAX_EMAIL = 254;

/** What the person wrote, and what is wrong with it; the password is never sent back. */
type Form = Pick<SignInPageData, 'email' | 'returnTo' | 'problem'>;
