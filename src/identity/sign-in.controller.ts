import { Controller, Get, Optional, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/index.js';
import { DomainError, PageErrorFilter, seeOther } from '../shared/index.js';
import { BrowserForms } from './browser-forms.js';
import { SignInCompletion } from './factors/sign-in-completion.js';
import { formField } from './form-field.js';
import { SIGN_IN_PAGE, type SignInPageData } from './pages/sign-in.page.js';
import { ReturnDestinations } from './ports.js';
import type { OtherSignIn } from './sign-in-policy.js';
import { localPath } from './return-to.js';
import { SIGN_IN_FORM } from './sign-in-form.js';
import { SignIn } from './sign-in.js';
import { type ShowOptions, Visitors } from './visitor.js';

/** The page where people sign in. Only this page ever sees a password. */
@ApiExcludeController()
@UseFilters(PageErrorFilter)
@Controller('sign-in')
export class SignInController {
  constructor(
    private readonly signIn: SignIn,
    private readonly completion: SignInCompletion,
    private readonly forms: BrowserForms,
    private readonly visitors: Visitors,
    @Optional() private readonly destinations?: ReturnDestinations,
  ) {}

  @Public()
  @Get()
  async form(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { query } = request;
    const email = formField(query, 'login_hint') ?? '';
    const problem = formField(query, 'problem') === 'passkey' ? 'wrong_passkey' : undefined;
    const mustProve = formField(query, 'again') === '1';
    await this.show(request, reply, { email, returnTo: localPath(formField(query, 'return_to')), mustProve, problem });
  }

  @Public()
  @Post()
  async submit(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (!this.forms.isOurs(request, SIGN_IN_FORM)) {
      const { locale } = await this.visitors.of(request);
      return this.visitors.refuseForgery(reply, locale);
    }
    const email = formField(request.body, 'email') ?? '';
    const returnTo = localPath(formField(request.body, 'return_to'));
    const form = { email, returnTo, mustProve: formField(request.body, 'again') === '1' };
    if (formField(request.body, 'way') === 'company') return this.leadToCompany(request, reply, form);
    try {
      const password = formField(request.body, 'password');
      const result = await this.signIn.authenticate({ email, password, ...this.visitors.traits(request) });
      if (!result) return await this.show(request, reply, { ...form, problem: 'wrong' }, { status: 401 });
      await this.completion.goOn({ request, reply }, result, returnTo);
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'too_many_requests') throw error;
      const how = { status: error.status, headers: error.options.headers };
      await this.show(request, reply, { ...form, problem: 'throttled' }, how);
    }
  }

  /** Whether an address has an account changes nothing here. */
  private async leadToCompany(request: FastifyRequest, reply: FastifyReply, form: Form): Promise<void> {
    const other = await this.signIn.otherWay(form.email);
    if (other) seeOther(reply, pathTo(other, form));
    else await this.show(request, reply, { ...form, problem: 'no_company' }, { status: 422 });
  }

  private async show(request: FastifyRequest, reply: FastifyReply, form: Form, how?: ShowOptions): Promise<void> {
    const { session, locale } = await this.visitors.of(request);
    const other = await this.signIn.otherWay(form.email);
    const data: SignInPageData = {
      ...form,
      company: other && { path: pathTo(other, form), name: other.name, isRequired: other.isRequired },
      email: form.email.slice(0, MAX_EMAIL),
      csrfToken: this.forms.token(request, reply, SIGN_IN_FORM),
      signedInAs: session?.userName,
    };
    const formAction = await this.destinations?.sources(form.returnTo);
    this.visitors.show(reply, SIGN_IN_PAGE, { data, locale }, { ...how, formAction, runsScripts: true });
  }
}

/** The way to the company's sign-in and, after it, on. */
const pathTo = ({ path }: OtherSignIn, { email, returnTo, mustProve }: Form): string =>
  `${path}?${new URLSearchParams({ return_to: returnTo, login_hint: email, ...(mustProve && { again: '1' }) }).toString()}`;

const MAX_EMAIL = 254;

/** What the person wrote, and what is wrong with it; the password is never sent back. */
type Form = Pick<SignInPageData, 'email' | 'returnTo' | 'mustProve' | 'problem'>;
