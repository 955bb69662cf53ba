import { Injectable } from '@nestjs/common';
import { nameText } from '../../shared/index.js';
import { BrowserSessions } from '../browser-sessions.js';
import type { Exchange } from '../exchange.js';
import type { AuthenticationMethod } from '../sessions.js';
import { SignIn } from '../sign-in.js';
import { RecoveryCodes } from './recovery-codes.js';
import { type Owner, SECURITY_PATH, SecurityDesk } from './security-desk.js';

const NAME = nameText(80);

/** How somebody may call a factor; undefined for what is no name. */
export function factorName(text: string | undefined): string | undefined {
  const { success, data } = NAME.safeParse(text);
  return success ? data : undefined;
}

/** What follows when somebody added a factor. */
@Injectable()
export class Enrolment {
  constructor(
    private readonly recovery: RecoveryCodes,
    private readonly sessions: BrowserSessions,
    private readonly signIn: SignIn,
    private readonly desk: SecurityDesk,
  ) {}

  /**
   * Adding a factor proves it, on top of what was proven lately: a new session has both, so that whoever stole the one
   * before gains nothing. It is no newer than that: whoever has the session could add one. Whoever has no recovery codes
   * yet is shown some.
   */
  async goOn(exchange: Exchange, owner: Owner, methods: readonly AuthenticationMethod[]): Promise<void> {
    const proven = new Set([...owner.session.amr, ...methods]);
    if (proven.size > 1) proven.add('mfa');
    const amr = [...proven];
    await this.sessions.begin(exchange.request, exchange.reply, {
      ...this.signIn.proved(owner.user, amr),
      authenticatedAt: owner.session.authenticatedAt,
      from: owner.session,
    });
    const hasCodes = (await this.recovery.left(owner.user.id)) > 0;
    this.desk.goTo(exchange, hasCodes ? `${SECURITY_PATH}?done=added` : `${SECURITY_PATH}/recovery-codes`);
  }
}
