import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Visitors } from '../../identity/index.js';
import { ERROR_PAGE, requestContext } from '../../shared/index.js';
import { AGAIN, REFUSALS, STATUS_OF } from '../pages/refusals.js';
import { SsoRefusal } from './refusal.js';

/** Tells people why they are not signed in, and the operator's log a little more. */
@Catch(SsoRefusal)
export class SsoErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Single sign-on');

  constructor(private readonly visitors: Visitors) {}

  async catch({ reason, detail, headers }: SsoRefusal, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const { requestId } = requestContext();
    if (detail !== undefined) this.logger.warn({ requestId, reason, detail });
    const { session, locale } = await this.visitors.of(http.getRequest<FastifyRequest>());
    const link = { href: session ? '/' : '/sign-in', label: session ? ON[locale] : AGAIN[locale] };
    const data = { ...REFUSALS[locale][reason], requestId, link };
    this.visitors.show(
      http.getResponse<FastifyReply>(),
      ERROR_PAGE,
      { data, locale },
      { status: STATUS_OF[reason], headers },
    );
  }
}

const ON = { en: 'Continue', es: 'Continuar' } as const;
