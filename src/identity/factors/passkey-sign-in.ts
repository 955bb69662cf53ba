import { Injectable } from '@nestjs/common';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../../database/index.js';
import { BrowserCookies } from '../browser-cookies.js';
import { SignIn, type SignInResult } from '../sign-in.js';
import type { ChallengePlace } from './passkey-challenges.js';
import { PasskeyCeremonies } from './passkey-ceremonies.js';
import { Passkeys } from './passkeys.js';

/** Proves who somebody is by a passkey alone. */
@Injectable()
export class PasskeySignIn {
  constructor(
    private readonly database: Database,
    private readonly ceremonies: PasskeyCeremonies,
    private readonly passkeys: Passkeys,
    private readonly signIn: SignIn,
    private readonly cookies: BrowserCookies,
  ) {}

  options(request: FastifyRequest, reply: FastifyReply): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return this.ceremonies.signInOptions(this.placeOf(request, reply));
  }

  /** Undefined for whatever is wrong with the answer of the browser, and for people who sign in at their company alone. */
  async prove(
    request: FastifyRequest,
    reply: FastifyReply,
    answer: string | undefined,
  ): Promise<SignInResult | undefined> {
    const signed = await this.ceremonies.signed(this.placeOf(request, reply), answer);
    const methods = signed && (await this.database.transaction(() => this.passkeys.use(signed)));
    return methods && this.signIn.provedAlone(signed.user, [...methods, 'mfa']);
  }

  private placeOf(request: FastifyRequest, reply: FastifyReply): ChallengePlace {
    return { purpose: 'sign_in', browser: this.cookies.ensureBrowser(request, reply) };
  }
}
