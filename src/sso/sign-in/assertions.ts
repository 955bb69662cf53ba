import { Injectable } from '@nestjs/common';
import { errors, jwtVerify, type JWTPayload } from 'jose';
import type { IdentityProvider } from '../providers/identity-provider.entity.js';
import { type JsonObject, ProviderFault, ProviderRequests, textOf } from '../providers/provider-requests.js';
import { ProviderKeys } from './provider-keys.js';

/** Signatures that only the provider can make: none with a secret that we share, and never `none`. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
/** How far clocks of providers may be off. */
export const CLOCK_SECONDS = 60;

/** OpenID Connect Core §2: at most 255 ASCII characters. A blank at either end would be ignored when it is compared. */
const SUBJECT = /^[\x21-\x7e]([\x20-\x7e]{0,253}[\x21-\x7e])?$/;

/** Who signed in, on the word of a provider. */
export interface Assertion {
  readonly subject: string;
  readonly email: string | undefined;
  readonly emailIsVerified: boolean;
  readonly name: string | undefined;
  /** When, as it says itself: epoch milliseconds (OpenID Connect Core §2, `auth_time`). */
  readonly authTime: number | undefined;
}

/** Finds out from a token answer who signed in. */
@Injectable()
export class Assertions {
  constructor(
    private readonly keys: ProviderKeys,
    private readonly requests: ProviderRequests,
  ) {}

  /** Throws ProviderFault for everything that does not prove it. */
  async read(provider: IdentityProvider, nonce: string, accessToken: string, results: JsonObject): Promise<Assertion> {
    const claims = provider.issuer === null ? undefined : await this.idToken(provider, nonce, results);
    // Signed words alone: userinfo tells who somebody is, not when they signed in.
    const authTime = claims && authTimeIn(claims);
    if (claims && textOf(claims, 'email') !== undefined) return assertionOf(claims, authTime);
    const info = await this.userinfo(provider, accessToken);
    if (!claims) return assertionOf(info ?? {}, undefined);
    if (!info) return assertionOf(claims, authTime);
    // OpenID Connect Core §5.3.2: else it may be about somebody else.
    if (info.sub !== claims.sub) throw new ProviderFault('userinfo: it is about another subject');
    return assertionOf({ name: claims.name, ...info }, authTime);
  }

  /** OpenID Connect Core §3.1.3.7 */
  private async idToken(provider: IdentityProvider, nonce: string, results: JsonObject): Promise<JsonObject> {
    const { issuer, clientId } = provider;
    const idToken = textOf(results, 'id_token');
    if (idToken === undefined || issuer === null) throw new ProviderFault('ID token: there is none');
    const payload = await this.verified(provider, idToken, issuer);
    if (payload.nonce !== nonce) throw new ProviderFault('ID token: it has another nonce');
    const isForOthersToo = Array.isArray(payload.aud) && payload.aud.length > 1;
    if ((isForOthersToo || payload.azp !== undefined) && payload.azp !== clientId) {
      throw new ProviderFault('ID token: it was issued to another client');
    }
    return payload;
  }

  private async verified(provider: IdentityProvider, idToken: string, issuer: string): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(idToken, this.keys.of(provider), {
        issuer,
        audience: provider.clientId,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_SECONDS,
        requiredClaims: ['sub', 'exp', 'iat', 'nonce'],
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) throw new ProviderFault(`ID token: ${error.code}`);
      // jose throws a TypeError for keys that do not fit what they are for, the platform a DataError for broken ones.
      if (error instanceof TypeError || (error as Error).name === 'DataError')
        throw new ProviderFault('ID token: its key cannot be used');
      throw error;
    }
  }

  private async userinfo(provider: IdentityProvider, accessToken: string): Promise<JsonObject | undefined> {
    const { userinfoEndpoint: url, companyId } = provider;
    return url === null ? undefined : this.requests.get({ url, what: 'userinfo', companyId }, accessToken);
  }
}

/** Throws ProviderFault for what is no time, or lies ahead. */
function authTimeIn({ auth_time: seconds }: JsonObject): number | undefined {
  if (seconds === undefined || seconds === null) return undefined;
  const isTime = typeof seconds === 'number' && Number.isFinite(seconds) && seconds > 0;
  if (!isTime || seconds > Date.now() / 1000 + CLOCK_SECONDS) throw new ProviderFault('ID token: auth_time is no time');
  return Math.floor(seconds * 1000);
}

function assertionOf(claims: JsonObject, authTime: number | undefined): Assertion {
  const subject = textOf(claims, 'sub');
  if (subject === undefined || !SUBJECT.test(subject)) throw new ProviderFault('it does not say who signed in');
  return {
    subject,
    email: textOf(claims, 'email'),
    // Some write it as text, against OpenID Connect Core §5.1.
    emailIsVerified: claims.email_verified === true || claims.email_verified === 'true',
    name: textOf(claims, 'name'),
    authTime,
  };
}
