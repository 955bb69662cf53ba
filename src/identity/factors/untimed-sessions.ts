import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import type { Session } from '../sessions.js';
import { RecoveryCodes } from './recovery-codes.js';
import { SecondFactors } from './second-factors.js';

/** As long as a proof is good for what is dangerous. */
const NEW_MS = 600_000;

/**
 * What a session may be for that did not prove lately who its person is: the first factor of an account, the first
 * recovery codes, or, for `both_factors`, nothing but the way to a proof.
 */
export type FirstStep = 'first_factor' | 'first_codes' | 'both_factors';

/**
 * Sessions of people whose identity provider does not tell when they signed in there. They are never new, and never good
 * for what is dangerous; but a company may demand a second factor of them, and whoever has none adds one right after
 * signing in: nobody else has anything to lose by that than whoever could begin such a session anyway.
 */
@Injectable()
export class UntimedSessions {
  constructor(
    private readonly database: Database,
    private readonly factors: SecondFactors,
    private readonly recovery: RecoveryCodes,
  ) {}

  /** Whether the session may take the step all the same. */
  async allows(session: Session, step: FirstStep): Promise<boolean> {
    if (!isUntimed(session) || step === 'both_factors' || !(await this.isNew(session.createdAt))) return false;
    return step === 'first_factor' ? this.owesFirst(session) : this.owesCodes(session);
  }

  /** Whether nothing but signing in once more is missing: a new proof, which the provider cannot give, is not. */
  async needsOnlyAnother(session: Session, step: FirstStep): Promise<boolean> {
    if (!isUntimed(session) || step === 'first_codes') return false;
    return step === 'both_factors' || !(await this.factors.has(session.userId));
  }

  private async owesFirst({ userId, amr }: Session): Promise<boolean> {
    return amr.length === 0 && !(await this.factors.has(userId));
  }

  /** Of somebody who added the only factor just now, and used it for this session. */
  private async owesCodes({ userId, amr }: Session): Promise<boolean> {
    const [factor, ...others] = await this.factors.list(userId);
    if (!factor || others.length > 0 || amr.length === 0 || !(await this.isNew(factor.createdAt))) return false;
    return !(await this.recovery.hasSet(userId));
  }

  private async isNew(time: number): Promise<boolean> {
    return (await this.database.now()) - time <= NEW_MS;
  }
}

export const isUntimed = ({ authenticatedAt }: Session): boolean => authenticatedAt === 0;
