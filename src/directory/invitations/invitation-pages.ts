import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  BrowserForms,
  emailKey,
  type ShowOptions,
  SignIn,
  Users,
  type Visitor,
  Visitors,
} from '../../identity/index.js';
import { ERROR_PAGE, requestContext } from '../../shared/index.js';
import type { OpenInvitation } from './invitation-links.js';
import { ANSWERED_PAGE, type InvitationAnswer } from './pages/answered.page.js';
import { GONE } from './pages/gone.js';
import { INVITATION_PAGE, type InvitationPageData, type InvitationWay } from './pages/invitation.page.js';

/** What the person wrote, and what is wrong with it. */
export type JoinForm = Pick<InvitationPageData, 'problem'> & { readonly name?: string };

/** Shows invitations to whoever holds their link. */
@Injectable()
export class InvitationPages {
  constructor(
    private readonly visitors: Visitors,
    private readonly forms: BrowserForms,
    private readonly users: Users,
    private readonly signIn: SignIn,
  ) {}

  visitorOf(request: FastifyRequest): Promise<Visitor> {
    return this.visitors.of(request);
  }

  refuseForgery(reply: FastifyReply, { locale }: Visitor): void {
    this.visitors.refuseForgery(reply, locale);
  }

  /**
   * How the visitor may go on. The link proves the mailbox, so that its holder may be told whether it has an account;
   * nobody else gets here.
   */
  async wayOf({ session }: Visitor, { email }: OpenInvitation): Promise<InvitationWay> {
    if (session) return emailKey(session.email) === emailKey(email) ? 'accept' : 'foreign';
    if (await this.users.findByEmail(email)) return 'sign_in';
    return (await this.signIn.otherWay(email))?.isRequired ? 'company_sign_in' : 'join';
  }

  /** A form is good for whom it was shown to: not after signing in as somebody else. */
  isOurs(request: FastifyRequest, visitor: Visitor): boolean {
    return this.forms.isOurs(request, formOf(visitor));
  }

  async show(
    { request, reply }: Exchange,
    visitor: Visitor,
    { token, invitation, form = {} }: Shown,
    how?: ShowOptions,
  ): Promise<void> {
    const data: InvitationPageData = {
      token,
      way: await this.wayOf(visitor, invitation),
      company: invitation.companyName,
      inviter: invitation.inviterName,
      email: invitation.email,
      name: (form.name ?? invitation.name).slice(0, 200),
      problem: form.problem,
      signedInAs: visitor.session?.email,
      signInPath: `/sign-in?${new URLSearchParams({
        return_to: `/invitation?token=${token}`,
        login_hint: invitation.email,
      }).toString()}`,
      csrfToken: this.forms.token(request, reply, formOf(visitor)),
    };
    this.visitors.show(reply, INVITATION_PAGE, { data, locale: visitor.locale }, how);
  }

  /** One page for links that are used, withdrawn, run out, damaged or somebody else's. */
  showGone(reply: FastifyReply, { locale }: Visitor): void {
    const data = { ...GONE[locale], requestId: requestContext().requestId };
    this.visitors.show(reply, ERROR_PAGE, { data, locale }, { status: 410 });
  }

  showAnswered(reply: FastifyReply, answer: InvitationAnswer, { locale }: Visitor): void {
    this.visitors.show(reply, ANSWERED_PAGE, { data: { answer }, locale });
  }
}

export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export interface Shown {
  readonly token: string;
  readonly invitation: OpenInvitation;
  readonly form?: JoinForm;
}

const formOf = ({ session }: Visitor): string => `invitation:${session?.id ?? ''}`;
