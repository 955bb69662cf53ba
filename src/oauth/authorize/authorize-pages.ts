import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OUT_OF_BAND } from '../../clients/index.js';
import { ERROR_PAGE, ISSUER, type Issuer, type Locale, localeOf, PageRenderer, sendPage } from '../../shared/index.js';
import { CODE_PAGE } from '../pages/code.page.js';
import { AUTHORIZE_ERRORS, type AuthorizeFault } from '../pages/error-texts.js';
import type { ReturnAddress } from './authorize-errors.js';
import { returnUrl } from './return-url.js';

/** How an authorization ends for the browser: a redirect, the out-of-band page, or an error page. */
@Injectable()
export class AuthorizePages {
  constructor(
    private readonly pages: PageRenderer,
    @Inject(ISSUER) private readonly issuer: Issuer,
  ) {}

  localeOf(request: FastifyRequest): Locale {
    return localeOf(request.headers['accept-language']);
  }

  sendCode(request: FastifyRequest, reply: FastifyReply, to: ReturnAddress, code: string): void {
    if (to.redirectUri === OUT_OF_BAND) this.sendCodePage(request, reply, { code, error: null });
    else this.redirect(request, reply, to, { code });
  }

  sendError(
    request: FastifyRequest,
    reply: FastifyReply,
    to: ReturnAddress,
    error: { code: string; message: string },
  ): void {
    if (to.redirectUri === OUT_OF_BAND) this.sendCodePage(request, reply, { code: null, error: error.code });
    else this.redirect(request, reply, to, { error: error.code, error_description: error.message });
  }

  sendFault(request: FastifyRequest, reply: FastifyReply, fault: AuthorizeFault, status = 400): void {
    const locale = this.localeOf(request);
    const html = this.pages.render(ERROR_PAGE, { ...AUTHORIZE_ERRORS[fault][locale], requestId: request.id }, locale);
    sendPage(reply, { status, html });
  }

  private sendCodePage(
    request: FastifyRequest,
    reply: FastifyReply,
    data: { code: string | null; error: string | null },
  ): void {
    sendPage(reply, { status: 200, html: this.pages.render(CODE_PAGE, data, this.localeOf(request)) });
  }

  /** 303 after a post, so that no browser repeats the form at the client (RFC 9700 §4.12). */
  private redirect(
    request: FastifyRequest,
    reply: FastifyReply,
    to: ReturnAddress,
    answer: Readonly<Record<string, string>>,
  ): void {
    const status = request.method === 'GET' ? 302 : 303;
    void reply
      .status(status)
      .headers({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' })
      .header('Location', returnUrl(to, this.issuer.url, answer))
      .send();
  }
}
