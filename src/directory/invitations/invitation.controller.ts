import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/index.js';
import { BrowserSessions, formField, passwordFault, SignIn, type Visitor } from '../../identity/index.js';
import { DomainError, nameText, PageErrorFilter, seeOther } from '../../shared/index.js';
import { InvitationAnswers } from './invitation-answers.js';
import { InvitationLinks } from './invitation-links.js';
import { type Exchange, InvitationPages, type JoinForm, type Shown } from './invitation-pages.js';

const NAME = nameText(200);

/** Where invited people answer. Only the POST changes anything: programs look at links in mails before people do. */
@ApiExcludeController()
@UseFilters(PageErrorFilter)
@Controller('invitation')
export class InvitationController {
  constructor(
    private readonly links: InvitationLinks,
    private readonly answers: InvitationAnswers,
    private readonly pages: InvitationPages,
    private readonly browsers: BrowserSessions,
    private readonly signIn: SignIn,
  ) {}

  @Public()
  @Get()
  async open(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visitor = await this.pages.visitorOf(request);
    const shown = await this.shown(formField(request.query, 'token'));
    if (!shown) return this.pages.showGone(reply, visitor);
    await this.pages.show({ request, reply }, visitor, shown);
  }

  @Public()
  @Get('accepted')
  async accepted(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.pages.showAnswered(reply, 'accepted', await this.pages.visitorOf(request));
  }

  @Public()
  @Get('declined')
  async declined(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.pages.showAnswered(reply, 'declined', await this.pages.visitorOf(request));
  }

  @Public()
  @Post()
  async answer(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visitor = await this.pages.visitorOf(request);
    if (!this.pages.isOurs(request, visitor)) return this.pages.refuseForgery(reply, visitor);
    const shown = await this.shown(formField(request.body, 'token'));
    if (!shown) return this.pages.showGone(reply, visitor);
    await this.decide({ request, reply }, visitor, shown);
  }

  private async shown(token: string | undefined): Promise<Shown | undefined> {
    const invitation = token === undefined ? undefined : await this.links.find(token);
    return token !== undefined && invitation ? { token, invitation } : undefined;
  }

  private async decide(exchange: Exchange, visitor: Visitor, shown: Shown): Promise<void> {
    const way = await this.pages.wayOf(visitor, shown.invitation);
    const decision = formField(exchange.request.body, 'decision');
    if (decision === 'decline' && way !== 'foreign') return this.decline(exchange, visitor, shown);
    if (decision === 'accept' && way === 'accept') return this.accept(exchange, visitor, shown);
    if (decision === 'join' && way === 'join') return this.join(exchange, visitor, shown);
    await this.pages.show(exchange, visitor, shown, { status: 409 });
  }

  private async decline({ reply }: Exchange, visitor: Visitor, { token }: Shown): Promise<void> {
    if (!(await this.answers.decline(token))) return this.pages.showGone(reply, visitor);
    seeOther(reply, '/invitation/declined');
  }

  private async accept(exchange: Exchange, visitor: Visitor, shown: Shown): Promise<void> {
    const { reply } = exchange;
    try {
      const accepted = visitor.session && (await this.answers.accept(shown.token, visitor.session.userId));
      if (!accepted) return this.pages.showGone(reply, visitor);
      seeOther(reply, '/invitation/accepted');
    } catch (error) {
      if (!isCode(error, 'duplicate_member')) throw error;
      await this.pages.show(exchange, visitor, { ...shown, form: { problem: 'already' } }, { status: 409 });
    }
  }

  private async join(exchange: Exchange, visitor: Visitor, shown: Shown): Promise<void> {
    const { request, reply } = exchange;
    const name = formField(request.body, 'name') ?? '';
    const password = formField(request.body, 'password') ?? '';
    const problem = problemOf({ name, email: shown.invitation.email }, password);
    if (problem) return this.pages.show(exchange, visitor, { ...shown, form: { name, problem } }, { status: 422 });
    try {
      const user = await this.answers.join(shown.token, { name, password });
      if (!user) return this.pages.showGone(reply, visitor);
      await this.browsers.begin(request, reply, this.signIn.provenByMail(user));
      seeOther(reply, '/invitation/accepted');
    } catch (error) {
      if (!isCode(error, 'email_taken')) throw error;
      await this.pages.show(exchange, visitor, shown, { status: 409 });
    }
  }
}

function problemOf(person: { name: string; email: string }, password: string): JoinForm['problem'] {
  return NAME.safeParse(person.name).success ? passwordFault(password, person) : 'wrong_name';
}

const isCode = (error: unknown, code: string): boolean => error instanceof DomainError && error.code === code;
