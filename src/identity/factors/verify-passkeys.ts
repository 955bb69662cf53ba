import { Injectable } from '@nestjs/common';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { BrowserCookies } from '../browser-cookies.js';
import { DeviceCookies } from '../device-cookie.js';
import { emailKey } from '../email.js';
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
    private readonly devices: DeviceCookies,
  ) {}

  /** Throws 429 `too_many_attempts`. */
  options(exchange: Exchange, { user }: PendingSignIn): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const device = this.devices.deviceOf(emailKey(user.email) ?? '', this.cookies.device(exchange.request));
    return this.ceremonies.signInOptions({ ...this.placeOf(exchange), device }, user);
  }

  /** The passkey that signed what it was given in this browser; undefined for anything else. */
  signed(exchange: Exchange, credential: string): Promise<SignedPasskey | undefined> {
    return this.ceremonies.signed(this.placeOf(exchange), credential);
  }

  private placeOf({ request, reply }: Exchange): ChallengePlace {
    return { purpose: 'second', browser: this.cookies.ensureBrowser(request, reply) };
  }
}
