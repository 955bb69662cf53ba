import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  ERROR_PAGE,
  type ErrorSurface,
  formActionOf,
  type Locale,
  localeOf,
  PageRenderer,
  type PlainError,
  sendPage,
  seeOther,
} from '../../shared/index.js';
import { LOGOUT_PAGE, SIGNED_OUT_PAGE } from '../pages/logout.page.js';
import { LOGOUT_ERRORS, type LogoutFault } from '../pages/logout-texts.js';
import { LogoutRequestError } from './logout-errors.js';
import { type LogoutRequest, targetUrl } from './logout-requests.js';

interface Question {
  readonly locale: Locale;
  readonly csrfToken: string;
  readonly userName: string;
}

interface Done {
  readonly locale: Locale;
  /** Whether the browser may be sent on without a click: an ID token proved who asks, or the person agreed. */
  readonly mayRedirect: boolean;
}

/** What people see when an app wants to sign them out. */
@Injectable()
export class LogoutPages {
  constructor(private readonly pages: PageRenderer) {}

  sendQuestion(reply: FastifyReply, { client, target, hint }: LogoutRequest, question: Question): void {
    const { locale, csrfToken, userName } = question;
    const data = {
      csrfToken,
      userName,
      clientId: client?.clientId ?? null,
      clientName: client?.name ?? null,
      isAboutAnother: hint !== null,
      target,
    };
    const source = target && formActionOf(target.uri);
    const html = this.pages.render(LOGOUT_PAGE, data, locale);
    sendPage(reply, { status: 200, html, formAction: source ? [source] : [] });
  }

  /** Nobody is signed in any more: on to the app, or a page that says so. */
  sendDone(reply: FastifyReply, { client, target }: LogoutRequest, { locale, mayRedirect }: Done): void {
    if (target && mayRedirect) return seeOther(reply, targetUrl(target));
    const back = target && client ? { href: targetUrl(target), name: client.name } : null;
    sendPage(reply, { status: 200, html: this.pages.render(SIGNED_OUT_PAGE, { back }, locale) });
  }

  sendFault(request: FastifyRequest, reply: FastifyReply, fault: LogoutFault, status: number): void {
    const locale = localeOf(request.headers['accept-language']);
    const { link, ...texts } = LOGOUT_ERRORS[fault][locale];
    const data = { ...texts, requestId: request.id, link: { href: '/sign-out', label: link } };
    sendPage(reply, { status, html: this.pages.render(ERROR_PAGE, data, locale) });
  }
}

/** Errors of the logout endpoint: always a page, never a redirect. */
export class LogoutSurface implements ErrorSurface {
  constructor(private readonly pages: LogoutPages) {}

  matches(path: string): boolean {
    return /^\/oauth\/logout(\/|$)/.test(path);
  }

  answer(error: unknown, { status }: PlainError, request: FastifyRequest, reply: FastifyReply): void {
    const other = status >= 500 ? 'unexpected' : 'malformed';
    this.pages.sendFault(request, reply, error instanceof LogoutRequestError ? error.fault : other, status);
  }
}
