import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { seeOther } from '../../shared/index.js';
import type { Exchange } from '../exchange.js';
import { localPath } from '../return-to.js';
import type { Session } from '../sessions.js';
import { SecondFactors } from './second-factors.js';
import { type FirstStep, UntimedSessions } from './untimed-sessions.js';

/** How long a proof is good for what is dangerous. */
const FRESH_MS = 600_000;

/**
 * For dangerous actions on pages: whoever did not prove within the last ten minutes who they are, with a second factor
 * where they have one, is asked again. A session that somebody stole is worth little without it.
 */
@Injectable()
export class StepUp {
  constructor(
    private readonly database: Database,
    private readonly factors: SecondFactors,
    private readonly untimed: UntimedSessions,
  ) {}

  /**
   * The session, where it is good for dangerous actions; undefined where the person was sent to prove who they are, from
   * where they come back to `returnTo`, a local path that a GET answers. `step`: what {@link UntimedSessions} may
   * be good for.
   */
  async demand(
    { reply }: Exchange,
    session: Session | undefined,
    returnTo: string,
    step?: FirstStep,
  ): Promise<Session | undefined> {
    if (session && (await this.isGood(session, step))) return session;
    seeOther(reply, session ? await this.proofFor(session, returnTo, step) : signInPath(returnTo));
    return undefined;
  }

  private async isGood(session: Session, step: FirstStep | undefined): Promise<boolean> {
    if (await this.isFresh(session)) return true;
    return step !== undefined && this.untimed.allows(session, step);
  }

  /** Whose provider cannot prove a new sign-in is not asked for one where another sign-in is enough. */
  private async proofFor(session: Session, returnTo: string, step: FirstStep | undefined): Promise<string> {
    if (step === undefined || !(await this.untimed.needsOnlyAnother(session, step)))
      return proofPath(session, returnTo);
    return anotherSignInPath(session, returnTo);
  }

  /** Whether the person proved lately, and with all that they have. */
  async isFresh({ userId, authenticatedAt, amr }: Session): Promise<boolean> {
    if ((await this.database.now()) - authenticatedAt > FRESH_MS) return false;
    return amr.includes('mfa') || !(await this.factors.has(userId));
  }
}

/** Where strangers sign in before they come back to `returnTo`. */
export const signInPath = (returnTo: string): string =>
  `/sign-in?${new URLSearchParams({ return_to: localPath(returnTo) }).toString()}`;

/** Where somebody signs in once more, however they do, before they come back to `returnTo`. */
const anotherSignInPath = ({ email }: Pick<Session, 'email'>, returnTo: string): string =>
  `/sign-in?${new URLSearchParams({ return_to: localPath(returnTo), login_hint: email }).toString()}`;

/** Where somebody proves once more who they are before they come back to `returnTo`. */
export const proofPath = ({ email }: Pick<Session, 'email'>, returnTo: string): string =>
  `/sign-in?${new URLSearchParams({ return_to: localPath(returnTo), login_hint: email, again: '1' }).toString()}`;
