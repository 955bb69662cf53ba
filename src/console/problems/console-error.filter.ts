import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BrowserSessions, proofPath, Visitors } from '../../identity/index.js';
import {
  chosenLocale,
  DomainError,
  type Locale,
  localeOf,
  PageErrorFilter,
  PageRenderer,
  requestContext,
  seeOther,
  sendPage,
} from '../../shared/index.js';
import { faultWords } from './fault-words.js';
import { PROBLEM_PAGE, type ProblemPageData } from './problem.page.js';
import { type ProblemText, problemText } from './problem-texts.js';
import { backPath, homePath, isAccountPage, wantedPath, wayLink } from './problem-ways.js';

const SIGNED_OUT: ReadonlySet<string> = new Set(['not_signed_in', 'invalid_token']);

/** Answers refusals at the pages in words that help; what nobody expected, as every page does. */
@Catch()
export class ConsoleErrorFilter implements ExceptionFilter {
  constructor(
    private readonly pages: PageRenderer,
    private readonly visitors: Visitors,
    private readonly browsers: BrowserSessions,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    if (!(error instanceof DomainError) && !isClientError(error)) {
      return new PageErrorFilter(this.pages).catch(error, host);
    }
    if (error instanceof DomainError && SIGNED_OUT.has(error.code)) return seeOther(reply, signInPath(request));
    if (error instanceof DomainError && error.code === 'proof_outdated') return this.askForProof(request, reply);
    const locale = await this.localeFor(request);
    if (error instanceof DomainError && error.code === 'form_not_ours') {
      return this.visitors.refuseForgery(reply, locale);
    }
    const { status, data } = problemOf(error, request, locale);
    const headers = error instanceof DomainError ? error.options.headers : undefined;
    sendPage(reply, { status, headers, html: this.pages.render(PROBLEM_PAGE, data, locale) });
  }

  private async askForProof(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const session = await this.browsers.current(request);
    seeOther(reply, session ? proofPath(session, wantedPath(request)) : signInPath(request));
  }

  /** In the language of the page that was left. */
  private async localeFor(request: FastifyRequest): Promise<Locale> {
    const session = await this.browsers.current(request).catch(() => undefined);
    return chosenLocale(session?.locale, localeOf(request.headers['accept-language']));
  }
}

const isClientError = (error: unknown): boolean => error instanceof HttpException && error.getStatus() < 500;

/** After signing in one is where one wanted to go. */
function signInPath(request: FastifyRequest): string {
  return `/sign-in?${new URLSearchParams({ return_to: wantedPath(request) }).toString()}`;
}

function problemOf(
  error: unknown,
  request: FastifyRequest,
  locale: Locale,
): { readonly status: number; readonly data: ProblemPageData } {
  const { status, texts, faults } = toldOf(error, locale, isAccountPage(request));
  const { requestId } = requestContext();
  const ways = { way: wayLink(texts, request), back: backPath(request, status), home: homePath(request) };
  const { happened, remedy } = texts;
  return { status, data: { kind: kindOf(status), happened, remedy, faults, requestId, ...ways } };
}

/** What is said of a refusal. */
function toldOf(
  error: unknown,
  locale: Locale,
  isMember: boolean,
): { readonly status: number; readonly texts: ProblemText; readonly faults: readonly string[] } {
  if (!(error instanceof DomainError)) {
    const status = (error as HttpException).getStatus();
    return { status, texts: problemText(status === 404 ? 'not_found' : 'form_outdated', '', locale), faults: [] };
  }
  const { status, code, message, options } = error;
  const faults = Object.entries(options.fields ?? {}).flatMap(([name, messages]) =>
    messages.map((one) => faultWords(one, locale)).map((one) => (name === 'base' ? one : `${name}: ${one}`)),
  );
  return { status, texts: problemText(code, message, locale, isMember), faults };
}

function kindOf(status: number): ProblemPageData['kind'] {
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not_found';
  return status === 409 || status === 412 ? 'conflict' : 'invalid';
}
