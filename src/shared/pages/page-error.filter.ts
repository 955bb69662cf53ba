import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { requestContext } from '../context/request-context.js';
import { DomainError } from '../errors/domain-error.js';
import { ERROR_PAGE, NOT_UNDERSTOOD, UNEXPECTED } from './error-page.js';
import { localeOf } from './locale.js';
import { PageRenderer } from './page-renderer.js';
import { sendPage } from './send-page.js';

/** Answers what a page's handler did not expect with a page. For controllers of pages: `@UseFilters(PageErrorFilter)`. */
@Catch()
export class PageErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Pages');

  constructor(private readonly pages: PageRenderer) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const locale = localeOf(http.getRequest<FastifyRequest>().headers['accept-language']);
    const status = statusOf(error);
    const { requestId } = requestContext();
    if (status >= 500) this.logger.error({ requestId, error });
    const texts = (status >= 500 ? UNEXPECTED : NOT_UNDERSTOOD)[locale];
    const headers = error instanceof DomainError ? error.options.headers : undefined;
    sendPage(reply, { status, headers, html: this.pages.render(ERROR_PAGE, { ...texts, requestId }, locale) });
  }
}

function statusOf(error: unknown): number {
  if (error instanceof DomainError) return error.status;
  return error instanceof HttpException ? error.getStatus() : 500;
}
