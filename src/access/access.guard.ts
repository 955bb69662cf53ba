import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { annotateRequest, DomainError, secretIn } from '../shared/index.js';
import { AccessService, type Caller, INVALID_TOKEN } from './access.service.js';
import { AccessDeclarations } from './access-declarations.js';
import { bearerToken } from './bearer.js';
import { BrowserCallers } from './browser.js';
import { Challenges } from './challenges.js';
import { setAccess } from './decorators.js';
import { originIsForeign } from './origin.js';
import { noteRefusal } from './refusal.js';
import type { AccessRequirement } from './requirement.js';
import { whereOf } from './where.js';

/** The one guard: it runs before every handler and lets nothing pass that the decision refuses. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(AccessService) private readonly access: AccessService,
    @Inject(AccessDeclarations) private readonly declarations: AccessDeclarations,
    @Inject(Challenges) private readonly challenges: Challenges,
    @Inject(BrowserCallers) private readonly browsers: BrowserCallers,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const requirement = this.declarations.of(context.getHandler());
    if (requirement.isPublic) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    this.refuseSecretsInQuery(request.query as object);
    const caller = await this.callerOf(request, requirement);
    const decided = { caller, requirement, where: whereOf(request) };
    const verdict = await this.access.authorize(caller, requirement, decided.where);
    if ('denial' in verdict) {
      if (!requirement.inBrowser) noteRefusal(request, verdict);
      throw this.challenges.refusal(verdict.denial);
    }
    const { access } = verdict;
    setAccess(request, access);
    // A page's posts prove by their form where they come from; browsers tell no origin of ours (Referrer-Policy).
    if (!requirement.inBrowser && originIsForeign(request, access.client)) {
      throw new DomainError('forbidden', 'origin_not_allowed', 'The client does not list this origin.');
    }
    annotateRequest({ confirm: () => this.access.confirm(access, decided) });
    return true;
  }

  /** Either a token or a browser, as the route declares, never one for the other: the API knows no cookies. */
  private async callerOf(request: FastifyRequest, { inBrowser }: AccessRequirement): Promise<Caller> {
    return inBrowser ? this.browsers.of(request) : this.access.holderOf(this.tokenOf(request));
  }

  private refuseSecretsInQuery(query: object): void {
    const name = secretIn(query);
    if (!name) return;
    const detail = `Send no ${name} in the URL, but the access token in the Authorization header.`;
    throw new DomainError('bad_request', 'invalid_request', detail, {
      headers: { 'WWW-Authenticate': this.challenges.of('invalid_request', detail) },
    });
  }

  /** RFC 6750 §3.1: a request without a token gets a challenge without error code. */
  private tokenOf(request: FastifyRequest): string {
    const token = bearerToken(request);
    if (token) return token;
    if (request.headers.authorization !== undefined) throw this.challenges.refusal(INVALID_TOKEN);
    throw new DomainError('unauthorized', 'missing_token', 'Send an access token: Authorization: Bearer …', {
      headers: { 'WWW-Authenticate': this.challenges.plain() },
    });
  }
}
