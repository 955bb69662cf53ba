import { Injectable, Optional } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ERROR_PAGE, requestContext } from '../../shared/index.js';
import { BrowserForms } from '../browser-forms.js';
import type { Exchange } from '../exchange.js';
import { ReturnDestinations } from '../ports.js';
import { type ShowOptions, Visitors } from '../visitor.js';
import { SIGN_IN_OVER, VERIFY_PAGE, type VerifyPageData } from './pages/verify.page.js';
import type { PendingSignIn } from './pending-sign-ins.js';
import { RecoveryCodes } from './recovery-codes.js';
import { SecondFactors } from './second-factors.js';

const FORM = 'verify';

/** The page that asks for the second factor. */
@Injectable()
export class VerifyPages {
  constructor(
    private readonly factors: SecondFactors,
    private readonly recovery: RecoveryCodes,
    private readonly forms: BrowserForms,
    private readonly visitors: Visitors,
    @Optional() private readonly destinations?: ReturnDestinations,
  ) {}

  isOurs(request: FastifyRequest): boolean {
    return this.forms.isOurs(request, FORM);
  }

  async refuseForgery({ request, reply }: Exchange): Promise<void> {
    this.visitors.refuseForgery(reply, (await this.visitors.of(request)).locale);
  }

  async show(
    { request, reply }: Exchange,
    { id, user, returnTo }: PendingSignIn,
    problem?: VerifyPageData['problem'],
    how?: ShowOptions,
  ): Promise<void> {
    const { locale } = await this.visitors.of(request);
    const factors = await this.factors.list(user.id);
    const hasPasskey = factors.some(({ kind }) => kind === 'passkey');
    const data: VerifyPageData = {
      csrfToken: this.forms.token(request, reply, FORM),
      pending: id,
      email: user.email,
      hasTotp: factors.some(({ kind }) => kind === 'totp'),
      hasPasskey,
      hasRecovery: (await this.recovery.left(user.id)) > 0,
      problem,
    };
    const formAction = await this.destinations?.sources(returnTo);
    this.visitors.show(reply, VERIFY_PAGE, { data, locale }, { ...how, formAction, runsScripts: hasPasskey });
  }

  /** One page for sign-ins that are completed, ended, run out or of another browser. */
  async showOver({ request, reply }: Exchange): Promise<void> {
    const { locale } = await this.visitors.of(request);
    const data = { ...SIGN_IN_OVER[locale], requestId: requestContext().requestId };
    this.visitors.show(reply, ERROR_PAGE, { data, locale }, { status: 410 });
  }
}
