import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { BrowserCookies } from '../browser-cookies.js';
import type { Exchange } from '../exchange.js';
import type { AuthenticationMethod } from '../sessions.js';
import { FactorAttempts } from './factor-attempts.js';
import { type PendingSignIn, PendingSignIns } from './pending-sign-ins.js';
import { SignInCompletion } from './sign-in-completion.js';

/** Uses a factor up in the open transaction, and tells which methods that proves; undefined where it is not good. */
export type Proof = () => Promise<readonly AuthenticationMethod[] | undefined>;

/** `over`: the sign-in was completed or ended meanwhile. */
export type Finish = 'done' | 'wrong' | 'over' | { readonly wait: number };

class SignInOver extends Error {}

/** The second half of signing in. */
@Injectable()
export class SecondFactorSignIn {
  constructor(
    private readonly database: Database,
    private readonly pending: PendingSignIns,
    private readonly attempts: FactorAttempts,
    private readonly completion: SignInCompletion,
    private readonly cookies: BrowserCookies,
  ) {}

  /** Begins the session where the proof holds; each sign-in and each proof once, however many try at the same time. */
  async finish(exchange: Exchange, pending: PendingSignIn, prove: Proof): Promise<Finish> {
    const device = this.cookies.device(exchange.request);
    const wait = await this.attempts.take(pending, device);
    if (wait !== undefined) return { wait };
    const methods = await this.use(pending, prove);
    if (methods === 'wrong' || methods === 'over') return methods;
    await this.attempts.clear(pending, device);
    await this.completion.complete(exchange, pending, methods);
    return 'done';
  }

  /** A proof is not used up where there is nothing any more that it could complete. */
  private async use(pending: PendingSignIn, prove: Proof): Promise<readonly AuthenticationMethod[] | 'wrong' | 'over'> {
    try {
      return await this.database.transaction(async () => {
        const methods = await prove();
        if (!methods) return 'wrong';
        if (!(await this.pending.take(pending.id))) throw new SignInOver();
        return methods;
      });
    } catch (error) {
      if (error instanceof SignInOver) return 'over';
      throw error;
    }
  }
}
