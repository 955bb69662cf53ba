import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../../database/index.js';
import type { Membership } from '../../directory/index.js';
import { type Session, SignIn, SignInCompletion, type SignInResult } from '../../identity/index.js';
import { DomainError, seeOther } from '../../shared/index.js';
import type { IdentityProvider } from '../providers/identity-provider.entity.js';
import { Arrivals } from './arrivals.js';
import type { Assertion } from './assertions.js';
import { ProviderSessions } from './provider-sessions.js';
import { SsoRefusal } from './refusal.js';

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

interface Admitted {
  readonly proven: SignInResult;
  /** Undefined where a second factor is owed. */
  readonly session: Session | undefined;
  readonly membership: Membership;
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
  async goOn(exchange: Exchange, provider: IdentityProvider, assertion: Assertion, returnTo: string): Promise<void> {
    const { proven, session, membership } = await this.admit(exchange, provider, assertion);
    // The link that led here was used up by signing in.
    const isDone = membership === 'accepted' && returnTo.startsWith('/invitation?');
    const path = isDone ? '/invitation/accepted' : returnTo;
    if (session) seeOther(exchange.reply, path);
    else await this.completion.goOn(exchange, proven, path);
  }

  /** Account, membership and session in one transaction. */
  private async admit(exchange: Exchange, provider: IdentityProvider, assertion: Assertion): Promise<Admitted> {
    try {
      return await this.database.transaction(async () => {
        const { user, membership } = await this.arrivals.admit(provider, assertion);
        const proven = this.signIn.provenByProvider(user);
        const session = await this.completion.beginUnlessOwing(exchange, proven);
        if (session) await this.sessions.remember(session.id, provider.id, session.expiresAt);
        return { proven, session, membership };
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
