import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../../database/index.js';
import { BrowserSessions, SignIn } from '../../identity/index.js';
import { DomainError } from '../../shared/index.js';
import type { IdentityProvider } from '../providers/identity-provider.entity.js';
import { Arrivals } from './arrivals.js';
import type { Assertion } from './assertions.js';
import { ProviderSessions } from './provider-sessions.js';
import { SsoRefusal } from './refusal.js';

/** Signs somebody in whom a provider proved. */
@Injectable()
export class SsoSignIn {
  constructor(
    private readonly database: Database,
    private readonly arrivals: Arrivals,
    private readonly signIn: SignIn,
    private readonly browsers: BrowserSessions,
    private readonly sessions: ProviderSessions,
  ) {}

  /** Account, membership and session in one transaction; whether an invitation was accepted by it. Throws SsoRefusal. */
  async begin(
    exchange: { readonly request: FastifyRequest; readonly reply: FastifyReply },
    provider: IdentityProvider,
    assertion: Assertion,
  ): Promise<{ readonly hasAccepted: boolean }> {
    try {
      return await this.database.transaction(async () => {
        const { user, membership } = await this.arrivals.admit(provider, assertion);
        const proven = this.signIn.provenByProvider(user);
        const session = await this.browsers.begin(exchange.request, exchange.reply, proven);
        await this.sessions.remember(session.id, provider.id, session.expiresAt);
        return { hasAccepted: membership === 'accepted' };
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
