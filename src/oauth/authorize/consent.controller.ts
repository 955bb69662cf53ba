import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/index.js';
import { seeOther } from '../../shared/index.js';
import type { OAuthErrorCode } from '../oauth.errors.js';
import { Authorization, consentPath } from './authorization.js';
import { AuthorizePages } from './authorize-pages.js';
import { companyIdsOf, ConsentView } from './consent-view.js';
import { type OpenConsent, OpenConsents } from './open-consents.js';
import { PendingRequests } from './pending-requests.js';

type Form = Readonly<Record<string, unknown>>;

interface Refusal {
  readonly code: OAuthErrorCode;
  readonly message: string;
}

const DENIED: Refusal = { code: 'access_denied', message: 'The resource owner denied the request.' };
const ANOTHER: Refusal = { code: 'login_required', message: 'Another person signed in than the hint is about.' };

/** The consent page: what an app wants, which companies to connect, allow or deny. */
@ApiExcludeController()
@Public()
@Controller('consent')
export class ConsentController {
  constructor(
    private readonly consents: OpenConsents,
    private readonly view: ConsentView,
    private readonly authorization: Authorization,
    private readonly pending: PendingRequests,
    private readonly answers: AuthorizePages,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const open = await this.consents.open((request.query as Form).request, request, reply);
    if (!open) return;
    const { pending, client, session } = open;
    const step = await this.authorization.nextStep(pending.request, client, session, pending.createdAt);
    if (step.kind === 'sign_in') return this.consents.sendToSignIn(pending, reply);
    if (step.kind === 'other_person') return this.refuseAnother(open, request, reply);
    if (step.kind === 'consent') return this.view.send(open, this.answers.localeOf(request), reply);
    if (!(await this.pending.take(pending.id))) return this.answers.sendFault(request, reply, 'expired');
    const code = await this.authorization.codeWithin(step.grant, pending.request, client, session);
    this.answers.sendCode(request, reply, pending.request, code);
  }

  @Post()
  async decide(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = (request.body ?? {}) as Form;
    const open = await this.consents.open(form.request, request, reply);
    if (!open) return;
    if (!this.view.isOurs(open, form.csrf_token)) return this.answers.sendFault(request, reply, 'forged', 403);
    const { pending, client, session } = open;
    const step = await this.authorization.nextStep(pending.request, client, session, pending.createdAt);
    // prompt=login: a form from before the new sign-in must not stand in for it.
    if (step.kind === 'sign_in') return this.consents.sendToSignIn(pending, reply);
    if (step.kind === 'other_person') return this.refuseAnother(open, request, reply);
    if (form.decision === 'allow') await this.allow(open, form, request, reply);
    else await this.deny(open, request, reply);
  }

  private async allow(open: OpenConsent, form: Form, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { pending, client, session } = open;
    const companies = companyIdsOf(form.company_ids);
    if (!companies) return this.answers.sendFault(request, reply, 'foreign_company');
    const approvedVersion = await this.view.approvedVersion(open, form.approved_version);
    // The app changed while the page was open: the person decides on what it is now.
    if (approvedVersion === undefined) return seeOther(reply, consentPath(pending.id));
    const given = { client, session, companies, approvedVersion };
    const consented = await this.authorization.consent(pending.id, pending.request, given);
    if ('fault' in consented) return this.answers.sendFault(request, reply, consented.fault);
    this.answers.sendCode(request, reply, pending.request, consented.code);
  }

  private deny(open: OpenConsent, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    return this.refuse(open, DENIED, request, reply);
  }

  /** OpenID Connect Core §3.1.2.1: whoever signed in is not the person of the `id_token_hint`. */
  private refuseAnother(open: OpenConsent, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    return this.refuse(open, ANOTHER, request, reply);
  }

  private async refuse(open: OpenConsent, error: Refusal, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { pending } = open;
    if (!(await this.pending.take(pending.id))) return this.answers.sendFault(request, reply, 'expired');
    this.answers.sendError(request, reply, pending.request, error);
  }
}
