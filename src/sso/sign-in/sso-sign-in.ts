import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../../database/index.js';
import { PENDING_SECONDS, SignIn, SignInCompletion, VERIFY_PATH } from '../../identity/index.js';
import { DomainError, seeOther } from '../../shared/index.js';
import type { IdentityProvider } from '../providers/identity-provider.entity.js';
import { Arrivals } from './arrivals.js';
import type { Assertion } from './assertions.js';
import { ProviderSessions } from './provider-sessions.js';
import { SsoRefusal } from './refusal.js';
import { authenticatedAt } from './sign-in-age.js';
import type { Flow } from './sso-flows.js';

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Signs somebody in whom a provider proved. */
@Injectable()
export class SsoSignIn {
  constructor(
    private readonly database: Database,
    private readonly arrivals: Arrivals,
    private readonly signIn: SignIn,
    private readonly completion: SignInCompletion,
    private readonly sessions: ProviderSessions,
  ) {}

  /**
   * Signs in and leads on, by way of the second factor where the person has one: that is theirs, whatever their company
   * asked for. Throws SsoRefusal.
   */
  async goOn(exchange: Exchange, provider: IdentityProvider, assertion: Assertion, flow: Flow): Promise<void> {
    seeOther(exchange.reply, await this.admit(exchange, provider, assertion, flow));
  }

  /** Account, membership and session, or what waits for the second factor, in one transaction; where to go on. */
  private async admit(
    exchange: Exchange,
    provider: IdentityProvider,
    assertion: Assertion,
    flow: Flow,
  ): Promise<string> {
    const { returnTo } = flow;
    const provenAt = authenticatedAt(flow, assertion);
    try {
      return await this.database.transaction(async () => {
        const { user, membership } = await this.arrivals.admit(provider, assertion);
        // The link that led here was used up by signing in.
        const isDone = membership === 'accepted' && returnTo.startsWith('/invitation?');
        const path = isDone ? '/invitation/accepted' : returnTo;
        const proven = this.signIn.provenByProvider(user, provenAt);
        const session = await this.completion.beginUnlessOwing(exchange, proven);
        if (session) await this.sessions.remember(session.id, provider.id, session.expiresAt);
        if (session) return path;
        const waiting = await this.completion.wait(exchange, proven, path);
        if (waiting === undefined) throw new SsoRefusal('blocked');
        const until = (await this.database.now()) + PENDING_SECONDS * 1000;
        await this.sessions.remember(waiting, provider.id, until);
        return VERIFY_PATH;
      });
    } catch (error) {
      if (error instanceof DomainError && error.code === 'user_blocked') throw new SsoRefusal('blocked');
      // Two who came at once for the same account or subject: one of them was first.
      if (this.database.dialect.isDuplicateKey(error)) throw new SsoRefusal('gone', 'somebody else was faster');
      if (error instanceof DomainError && error.kind === 'conflict') throw new SsoRefusal('gone', error.code);
      throw error;
    }
  }
}
