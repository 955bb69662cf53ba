import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public, ToolCatalogue } from '../../access/index.js';
import { type Client, ClientRegistry, OUT_OF_BAND } from '../../clients/index.js';
import { BrowserCookies, CsrfTokens, type Session, Sessions } from '../../identity/index.js';
import { formActionOf, PageRenderer, seeOther, sendPage } from '../../shared/index.js';
import { CONSENT_PAGE } from '../pages/consent.page.js';
import type { AuthorizeFault } from '../pages/error-texts.js';
import { scopeWords } from '../pages/scope-words.js';
import { Authorization } from './authorization.js';
import { consentPath } from './authorize.controller.js';
import { AuthorizePages } from './authorize-pages.js';
import { ConsentEffects } from './consent-effects.js';
import { type PendingRequest, PendingRequests } from './pending-requests.js';

interface Opened {
  readonly pending: PendingRequest;
  readonly client: Client;
  readonly session: Session;
}

type Form = Readonly<Record<string, unknown>>;

/** The consent page: what an app wants, which companies to connect, allow or deny. */
@ApiExcludeController()
@Public()
@Controller('consent')
export class ConsentController {
  constructor(
    private readonly pending: PendingRequests,
    private readonly clients: ClientRegistry,
    private readonly sessions: Sessions,
    private readonly cookies: BrowserCookies,
    private readonly csrf: CsrfTokens,
    private readonly authorization: Authorization,
    private readonly effects: ConsentEffects,
    private readonly tools: ToolCatalogue,
    private readonly pages: PageRenderer,
    private readonly answers: AuthorizePages,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const opened = await this.open((request.query as Form).request, request, reply);
    if (!opened) return;
    const { pending, client, session } = opened;
    const step = await this.authorization.nextStep(pending.request, client, session, pending.createdAt);
    if (step.kind === 'sign_in') return this.sendToSignIn(pending, reply);
    if (step.kind === 'none') {
      if (!(await this.pending.take(pending.id))) return this.answers.sendFault(request, reply, 'expired');
      const code = await this.authorization.codeWithin(step.grant, pending.request, client, session.userId);
      return this.answers.sendCode(request, reply, pending.request, code);
    }
    await this.sendPage(opened, request, reply);
  }

  @Post()
  async decide(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = (request.body ?? {}) as Form;
    const opened = await this.open(form.request, request, reply);
    if (!opened) return;
    const { pending, client, session } = opened;
    if (!this.csrf.matches(session.id, form.csrf_token)) return this.answers.sendFault(request, reply, 'forged', 403);
    if (form.decision !== 'allow') return this.deny(pending, request, reply);
    const companies = companyIdsOf(form.company_ids);
    const mine = new Set((await this.effects.companiesFor(session.userId, client)).map(({ id }) => id));
    if (!companies?.every((id) => mine.has(id))) return this.answers.sendFault(request, reply, 'foreign_company');
    const given = { client, userId: session.userId, companies };
    const code = await this.authorization.consent(pending.id, pending.request, given);
    if (code === undefined) return this.answers.sendFault(request, reply, 'expired');
    this.answers.sendCode(request, reply, pending.request, code);
  }

  /** The open request with its client and session; otherwise the answer was sent. */
  private async open(id: unknown, request: FastifyRequest, reply: FastifyReply): Promise<Opened | undefined> {
    const pending = await this.pending.find(id, this.cookies.browser(request));
    const client = pending && (await this.clients.find(pending.request.clientId));
    const fault: AuthorizeFault | undefined = !pending ? 'expired' : client?.enabled ? undefined : 'unknown_client';
    if (fault || !pending || !client) {
      this.answers.sendFault(request, reply, fault ?? 'expired');
      return undefined;
    }
    const session = await this.sessions.find(this.cookies.session(request));
    if (session) return { pending, client, session };
    this.sendToSignIn(pending, reply);
    return undefined;
  }

  private sendToSignIn(pending: PendingRequest, reply: FastifyReply): void {
    seeOther(reply, `/sign-in?return_to=${encodeURIComponent(consentPath(pending.id))}`);
  }

  private async deny(pending: PendingRequest, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (!(await this.pending.take(pending.id))) return this.answers.sendFault(request, reply, 'expired');
    const error = { code: 'access_denied', message: 'The resource owner denied the request.' };
    this.answers.sendError(request, reply, pending.request, error);
  }

  private async sendPage({ pending, client, session }: Opened, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const locale = this.answers.localeOf(request);
    const companies = await this.effects.companiesFor(session.userId, client);
    const { redirectUri, scopes } = pending.request;
    const html = this.pages.render(
      CONSENT_PAGE,
      {
        requestId: pending.id,
        csrfToken: this.csrf.issue(session.id),
        clientName: client.name,
        userName: session.userName,
        userEmail: session.email,
        permissions: scopeWords(scopes, locale, this.tools),
        companies: companies.map((company) => ({ ...company, isChosen: company.state === 'installed' })),
        target: redirectUri === OUT_OF_BAND ? null : new URL(redirectUri).host,
        isFirstParty: client.kind === 'first_party',
      },
      locale,
    );
    const source = formActionOf(redirectUri);
    sendPage(reply, { status: 200, html, formAction: source ? [source] : [] });
  }
}

const ID = /^[1-9]\d{0,15}$/;

/** The chosen companies: repeated fields, or one list. Undefined for anything that is no id. */
function companyIdsOf(value: unknown): number[] | undefined {
  const texts = [value ?? []].flat().flatMap((item) => (typeof item === 'string' ? item.split(/[\s,]+/) : ['-']));
  const ids = texts.filter((text) => text !== '');
  if (!ids.every((text) => ID.test(text) && Number.isSafeInteger(Number(text)))) return undefined;
  return [...new Set(ids.map(Number))];
}
