import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorSurface, PlainError } from '../http/error.filter.js';
import { ERROR_PAGE, NO_PAGE, NOT_UNDERSTOOD, UNEXPECTED } from './error-page.js';
import { localeOf } from './locale.js';
import type { PageRenderer } from './page-renderer.js';
import { sendPage } from './send-page.js';

/** What programs ask for, whatever they accept. */
const OF_PROGRAMS = /^\/(rest|vapid|oauth|\.well-known|health)(\/|$)|^\/openapi\./;

/** Errors for somebody who looks at them in a browser, where no page has its own words. */
export class PagesSurface implements ErrorSurface {
  constructor(private readonly pages: PageRenderer) {}

  matches(path: string, { headers }: FastifyRequest): boolean {
    return !OF_PROGRAMS.test(path) && (headers.accept ?? '').includes('text/html');
  }

  answer(_error: unknown, { status }: PlainError, request: FastifyRequest, reply: FastifyReply): void {
    const locale = localeOf(request.headers['accept-language']);
    const data = { ...textsOf(status)[locale], requestId: request.id, link: { href: '/', label: 'Gatehouse' } };
    sendPage(reply, { status, html: this.pages.render(ERROR_PAGE, data, locale) });
  }
}

function textsOf(status: number): typeof NO_PAGE {
  if (status >= 500) return UNEXPECTED;
  return status === 404 ? NO_PAGE : NOT_UNDERSTOOD;
}
