import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Locale, type Page, seeOther } from '../../shared/index.js';
import { BrowserForms } from '../browser-forms.js';
import type { Exchange } from '../exchange.js';
import { formField } from '../form-field.js';
import { localPath } from '../return-to.js';
import type { Session } from '../sessions.js';
import type { UserProfile } from '../user-profile.js';
import { type ShowOptions, Visitors } from '../visitor.js';
import { signInPath, StepUp } from './step-up.js';
import type { FirstStep } from './untimed-sessions.js';

export const SECURITY_PATH = '/account/security';

/** The person whose account it is. */
export interface Owner {
  readonly session: Session;
  readonly user: UserProfile;
  readonly locale: Locale;
}

/** What every page about the security of an account begins and ends with. */
@Injectable()
export class SecurityDesk {
  constructor(
    private readonly visitors: Visitors,
    private readonly forms: BrowserForms,
    private readonly stepUp: StepUp,
  ) {}

  /** Whoever is signed in; undefined where they were sent to sign in. */
  async owner(exchange: Exchange, path = SECURITY_PATH): Promise<Owner | undefined> {
    const { session, locale } = await this.visitors.of(exchange.request);
    if (session) return { session, user: profileOf(session), locale };
    seeOther(exchange.reply, signInPath(pathWith(path, exchange.request)));
    return undefined;
  }

  /** As {@link owner}, who proved lately who they are; undefined where they were sent to do so. `step`: as StepUp has it. */
  async proven(exchange: Exchange, path: string, step?: FirstStep): Promise<Owner | undefined> {
    const owner = await this.owner(exchange, path);
    const back = pathWith(path, exchange.request);
    return owner && (await this.stepUp.demand(exchange, owner.session, back, step)) && owner;
  }

  /** As {@link owner}, for a form of ours; undefined where the answer was sent. `path`: of the page with the form. */
  async sending(exchange: Exchange, path: string): Promise<Owner | undefined> {
    const owner = await this.owner(exchange, path);
    if (!owner || this.forms.isOurs(exchange.request, formOf(owner))) return owner;
    this.visitors.refuseForgery(exchange.reply, owner.locale);
    return undefined;
  }

  /** As {@link proven}, for a form of ours, likewise. */
  async posting(exchange: Exchange, path: string, step?: FirstStep): Promise<Owner | undefined> {
    const owner = await this.sending(exchange, path);
    if (!owner) return undefined;
    return (await this.stepUp.demand(exchange, owner.session, pathWith(path, exchange.request), step)) && owner;
  }

  csrfToken({ request, reply }: Exchange, owner: Owner): string {
    return this.forms.token(request, reply, formOf(owner));
  }

  show<D extends object>({ reply }: Exchange, { locale }: Owner, page: Page<D>, data: D, how?: ShowOptions): void {
    this.visitors.show(reply, page, { data, locale }, how);
  }

  /** Leads to another page about the account, with where the person came from. */
  goTo({ request, reply }: Exchange, path: string): void {
    seeOther(reply, pathWith(path, request));
  }
}

/** Where the person came from and goes on to in the end; `/` for nowhere in particular. */
export const returnToOf = ({ query, body }: FastifyRequest): string =>
  localPath(formField(body, 'return_to') ?? formField(query, 'return_to'));

function pathWith(path: string, request: FastifyRequest): string {
  const returnTo = returnToOf(request);
  if (returnTo === '/') return path;
  return `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams({ return_to: returnTo }).toString()}`;
}

/** A form is good for whom it was shown to: not after signing in as somebody else. */
const formOf = ({ session }: Owner): string => `security:${session.id}`;

const profileOf = ({ userId, userName, email, locale, passwordEpoch }: Session): UserProfile => ({
  id: userId,
  name: userName,
  email,
  locale,
  enabled: true,
  passwordEpoch,
});
