import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  ERROR_PAGE,
  type ErrorPageData,
  type Locale,
  chosenLocale,
  localeOf,
  type Page,
  PageRenderer,
  requestContext,
  sendPage,
} from '../shared/index.js';
import { BrowserSessions } from './browser-sessions.js';
import type { Session } from './sessions.js';

/** Who looks at a page, and in which language. */
export interface Visitor {
  readonly session: Session | undefined;
  readonly locale: Locale;
}

/** How a page goes out, where it differs from the plain case. */
export interface ShowOptions {
  readonly status?: number;
  readonly formAction?: readonly string[];
  readonly runsScripts?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What every page of this module begins and ends with. */
@Injectable()
export class Visitors {
  constructor(
    private readonly browsers: BrowserSessions,
    private readonly pages: PageRenderer,
  ) {}

  async of(request: FastifyRequest): Promise<Visitor> {
    const session = await this.browsers.current(request);
    return { session, locale: chosenLocale(session?.locale, localeOf(request.headers['accept-language'])) };
  }

  /** What {@link SignIn} wants to know about the browser. */
  traits(request: FastifyRequest): { readonly address: string; readonly deviceCookie: string | undefined } {
    return this.browsers.traits(request);
  }

  show<D extends object>(
    reply: FastifyReply,
    page: Page<D>,
    view: { data: D; locale: Locale },
    how?: ShowOptions,
  ): void {
    sendPage(reply, { status: 200, ...how, html: this.pages.render(page, view.data, view.locale) });
  }

  /** Refuses a form that did not come from a page of ours. */
  refuseForgery(reply: FastifyReply, locale: Locale): void {
    const data: ErrorPageData = { ...FORGED[locale], requestId: requestContext().requestId };
    this.show(reply, ERROR_PAGE, { data, locale }, { status: 403 });
  }
}

const FORGED: Readonly<Record<Locale, Omit<ErrorPageData, 'requestId'>>> = {
  en: {
    title: 'This form is no longer valid',
    happened: 'The form was not sent from this site, or your browser did not keep its cookie. Nothing was changed.',
    remedy: 'Open the page again and repeat what you did. Cookies must be allowed for this site.',
    link: { href: '/', label: 'Go to the start page' },
  },
  es: {
    title: 'Este formulario ya no es válido',
    happened: 'El formulario no se envió desde este sitio o su navegador no guardó la cookie. No se cambió nada.',
    remedy: 'Abra la página de nuevo y repita la operación. Este sitio necesita cookies.',
    link: { href: '/', label: 'Ir a la página de inicio' },
  },
};
