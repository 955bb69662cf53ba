import { randomBytes } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { ISSUER, type Issuer } from '../../shared/index.js';
import type { UserProfile } from '../user-profile.js';
import { isUnattested, passkeyAnswer, transportsIn } from './passkey-answer.js';
import { type ChallengeOwner, type ChallengePlace, PasskeyChallenges } from './passkey-challenges.js';
import type { Passkey } from './passkey.entity.js';
import { type NewPasskey, Passkeys, type SignedPasskey } from './passkeys.js';

const TIMEOUT_MS = 300_000;
const HANDLE_BYTES = 32;

/** The two ceremonies of WebAuthn §7, for the host of the issuer; people are always verified by their device. */
@Injectable()
export class PasskeyCeremonies {
  private readonly logger = new Logger('Passkeys');
  private readonly relyingParty: { readonly expectedOrigin: string; readonly expectedRPID: string };

  constructor(
    private readonly passkeys: Passkeys,
    private readonly challenges: PasskeyChallenges,
    @Inject(ISSUER) issuer: Issuer,
  ) {
    const { origin, hostname } = new URL(issuer.url);
    this.relyingParty = { expectedOrigin: origin, expectedRPID: hostname };
  }

  /** What a browser needs to make a passkey. */
  async enrolmentOptions(user: UserProfile, browser: string): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const own = await this.passkeys.of(user.id);
    const userHandle = own[0]?.userHandle ?? randomBytes(HANDLE_BYTES).toString('base64url');
    const challenge = await this.challenges.issue({ purpose: 'enrol', browser }, { userId: user.id, userHandle });
    return generateRegistrationOptions({
      rpName: 'Gatehouse',
      rpID: this.relyingParty.expectedRPID,
      userName: user.email,
      userDisplayName: user.name,
      userID: bytesOf(userHandle),
      challenge,
      timeout: TIMEOUT_MS,
      attestationType: 'none',
      excludeCredentials: own.map(descriptorOf),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
  }

  /** What a browser needs to use a passkey: one of those of `user`, or any that its authenticators have for us. */
  async signInOptions(place: ChallengePlace, user?: UserProfile): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const challenge = await this.challenges.issue(place, { userId: user?.id ?? null, userHandle: null });
    const own = user ? await this.passkeys.of(user.id) : [];
    return generateAuthenticationOptions({
      rpID: this.relyingParty.expectedRPID,
      challenge,
      timeout: TIMEOUT_MS,
      allowCredentials: own.map(descriptorOf),
      userVerification: 'required',
    });
  }

  /** The passkey that somebody made; undefined for anything else. */
  async made(user: UserProfile, browser: string, text: string | undefined): Promise<NewPasskey | undefined> {
    const response = passkeyAnswer<RegistrationResponseJSON>(text);
    if (!response || !isUnattested(response)) return undefined;
    let owner: ChallengeOwner | undefined;
    const expectedChallenge = async (challenge: string): Promise<boolean> => {
      owner = await this.challenges.take({ purpose: 'enrol', browser }, challenge);
      return owner?.userId === user.id;
    };
    const expected = { ...this.relyingParty, expectedChallenge, requireUserVerification: true };
    const { registrationInfo } = (await this.tried(() => verifyRegistrationResponse({ response, ...expected }))) ?? {};
    if (!registrationInfo || !owner?.userHandle) return undefined;
    const { credential, credentialDeviceType, credentialBackedUp } = registrationInfo;
    return {
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      userHandle: owner.userHandle,
      counter: credential.counter,
      transports: transportsIn(response),
      synced: credentialDeviceType === 'multiDevice',
      backedUp: credentialBackedUp,
    };
  }

  /** The passkey that signed a challenge of this place; undefined for anything else. */
  async signed(place: ChallengePlace, text: string | undefined): Promise<SignedPasskey | undefined> {
    const response = passkeyAnswer<AuthenticationResponseJSON>(text);
    const found = response && (await this.passkeys.byCredential(response.id));
    if (!found || !isKnownAs(found.passkey, response, place)) return undefined;
    const { passkey, user } = found;
    const expectedChallenge = async (challenge: string): Promise<boolean> => {
      const owner = await this.challenges.take(place, challenge);
      return owner !== undefined && (owner.userId === null || owner.userId === user.id);
    };
    // A counter of zero here: whether it grew is decided by one statement when it is used.
    const credential = { id: passkey.credentialId, publicKey: bytesOf(passkey.publicKey), counter: 0 };
    const expected = { ...this.relyingParty, expectedChallenge, requireUserVerification: true };
    const verified = await this.tried(() => verifyAuthenticationResponse({ response, credential, ...expected }));
    if (!verified?.verified) return undefined;
    const { newCounter, credentialBackedUp } = verified.authenticationInfo;
    return { passkey, user, counter: newCounter, backedUp: credentialBackedUp };
  }

  /** The library throws for whatever is wrong with an answer: nothing that anybody need be woken for. */
  private async tried<T>(verify: () => Promise<T>): Promise<T | undefined> {
    try {
      return await verify();
    } catch (error) {
      this.logger.debug(`A passkey was refused: ${error instanceof Error ? error.name : 'unknown'}`);
      return undefined;
    }
  }
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'base64url'));

const descriptorOf = ({ credentialId, transports }: Passkey): { id: string; transports: string[] } => ({
  id: credentialId,
  transports: transports.split(' ').filter(Boolean),
});

/** WebAuthn §7.2, step 6: alone, a passkey has to tell whose it is; beside a password it may leave that out. */
function isKnownAs(
  { userHandle }: Passkey,
  { response }: AuthenticationResponseJSON,
  { purpose }: ChallengePlace,
): boolean {
  return response.userHandle ? response.userHandle === userHandle : purpose === 'second';
}
