import { type CanActivate, type ExecutionContext, Injectable, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { BrowserSessions, StepUp } from '../../identity/index.js';
import { DomainError } from '../../shared/index.js';

/** Lets those pass who proved lately, and with all that they have, who they are. */
@Injectable()
export class FreshProofGuard implements CanActivate {
  constructor(
    private readonly browsers: BrowserSessions,
    private readonly stepUp: StepUp,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const session = await this.browsers.current(context.switchToHttp().getRequest<FastifyRequest>());
    if (session && (await this.stepUp.isFresh(session))) return true;
    throw new DomainError('forbidden', 'proof_outdated', 'Prove once more that it is you.');
  }
}

/**
 * For what gives a secret away or cannot be undone: a browser that was left open, or a stolen session, is not enough.
 * The person is sent to prove who they are, and back to the page with the form.
 */
export const NeedsFreshProof = (): MethodDecorator => UseGuards(FreshProofGuard);
