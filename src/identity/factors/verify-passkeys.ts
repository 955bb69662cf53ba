import { Injectable } from '@nestjs/common';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { BrowserCookies } from '../browser-cookies.js';
import type { Exchange } from '../exchange.js';
import { PasskeyCeremonies } from './passkey-ceremonies.js';
import type { ChallengePlace } from './passkey-challenges.js';
import type { SignedPasskey } from './passkeys.js';
import type { PendingSignIn } from './pending-sign-ins.js';

/** Passkeys beside a password. */
@Injectable()
export class VerifyPasskeys {
  constructor(
    private readonly ceremonies: PasskeyCeremonies,
    private readonly cookies: BrowserCookies,
  ) {}

  options(exchange: Exchange, { user }: PendingSignIn): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return this.ceremonies.signInOptions(this.placeOf(exchange), user);
  }

  /** The passkey that signed what it was given in this browser; undefined for anything else. */
  signed(exchange: Exchange, credential: string): Promise<SignedPasskey | undefined> {
    return this.ceremonies.signed(this.placeOf(exchange), credential);
  }

  private placeOf({ request, reply }: Exchange): ChallengePlace {
    return { purpose: 'second', browser: this.cookies.ensureBrowser(request, reply) };
  }
}
