import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../shared/index.js';
import { AccessService, INVALID_TOKEN } from './access.service.js';
import { AccessDeclarations } from './access-declarations.js';
import { Challenges } from './challenges.js';
import { setAccess } from './decorators.js';
import { originIsForeign } from './origin.js';
import { whereOf } from './where.js';

/** RFC 6750 §2.1: `Bearer`, one blank, b64token; nothing lenient about it. */
const BEARER = /^Bearer ([A-Za-z0-9\-._~+/]+=*)$/i;

/** RFC 6750 §2.3 and §5.3: a URL ends up in logs and histories, and so would a token in it. */
const SECRETS_IN_QUERY = ['access_token', 'bearer_token', 'refresh_token', 'client_secret'];

/** The one guard: it runs before every handler and lets nothing pass that the decision refuses. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(AccessService) private readonly access: AccessService,
    @Inject(AccessDeclarations) private readonly declarations: AccessDeclarations,
    @Inject(Challenges) private readonly challenges: Challenges,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const requirement = this.declarations.of(context.getHandler(), context.getClass());
    if (requirement.isPublic) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    this.refuseSecretsInQuery(request.query as object);
    const verdict = await this.access.authorize(this.tokenOf(request), requirement, whereOf(request));
    if ('denial' in verdict) throw this.challenges.refusal(verdict.denial);
    if (originIsForeign(request, verdict.access.client)) {
      throw new DomainError('forbidden', 'origin_not_allowed', 'The client does not list this origin.');
    }
    setAccess(request, verdict.access);
    return true;
  }

  private refuseSecretsInQuery(query: object): void {
    const name = SECRETS_IN_QUERY.find((secret) => Object.hasOwn(query, secret));
    if (!name) return;
    const detail = `Send no ${name} in the URL, but the access token in the Authorization header.`;
    throw new DomainError('bad_request', 'invalid_request', detail, {
      headers: { 'WWW-Authenticate': this.challenges.of('invalid_request', detail) },
    });
  }

  /** RFC 6750 §3.1: a request without a token gets a challenge without error code. */
  private tokenOf(request: FastifyRequest): string {
    const { authorization } = request.headers;
    const token = BEARER.exec(authorization ?? '')?.[1];
    if (token) return token;
    if (authorization !== undefined) throw this.challenges.refusal(INVALID_TOKEN);
    throw new DomainError('unauthorized', 'missing_token', 'Send an access token: Authorization: Bearer …', {
      headers: { 'WWW-Authenticate': this.challenges.plain() },
    });
  }
}
