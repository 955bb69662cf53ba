import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose';
import { type Client, type KnownKey, UsedAssertion } from '../clients/index.js';
import { Database } from '../database/index.js';
import { ISSUER, type Issuer } from '../shared/index.js';

const LEEWAY_SECONDS = 5;
/** What lives longer could be used by whoever finds it. */
const LONGEST_LIFE_SECONDS = 300;
const LONGEST_JTI = 256;

/** Signed assertions of clients (RFC 7523 §3): for us, by their own key, of short life, and good once. */
@Injectable()
export class ClientAssertions {
  constructor(
    private readonly database: Database,
    @Inject(ISSUER) private readonly issuer: Issuer,
  ) {}

  /** The id of the key that signed it; undefined for whatever is wrong with it. */
  async keyOf(client: Client, assertion: string, now: number): Promise<string | undefined> {
    for (const known of keysFor(client, assertion, now)) {
      const claims = await claimsOf(client, known, assertion, now);
      if (claims) return (await this.accept(client, claims, now)) ? known.id : undefined;
    }
    return undefined;
  }

  private async accept(client: Client, claims: JWTPayload, now: number): Promise<boolean> {
    const { aud, exp, jti } = claims;
    if (!this.isForUs(aud) || typeof jti !== 'string' || jti === '' || jti.length > LONGEST_JTI) return false;
    const livesTooLong = exp === undefined || exp > now / 1000 + LONGEST_LIFE_SECONDS + LEEWAY_SECONDS;
    return !livesTooLong && this.isFirstUse(client.clientId, jti, (exp + LEEWAY_SECONDS) * 1000);
  }

  /** One audience alone: what others may accept as well, they could pass on to us. */
  private isForUs(audience: JWTPayload['aud']): boolean {
    const audiences = Array.isArray(audience) ? audience : [audience];
    const { url } = this.issuer;
    return audiences.length === 1 && (audiences[0] === url || audiences[0] === `${url}/oauth/token`);
  }

  /** One insert decides who of many that present the same one was first. */
  private async isFirstUse(clientId: string, jti: string, expiresAt: number): Promise<boolean> {
    const id = createHash('sha256')
      .update(JSON.stringify([clientId, jti]))
      .digest('base64url');
    try {
      await this.database.repository(UsedAssertion).insert({ id, expiresAt });
      return true;
    } catch (error) {
      if (this.database.dialect.isDuplicateKey(error)) return false;
      throw error;
    }
  }
}

/** The living keys that the header allows: the one that it names, or all of its algorithm. */
function keysFor({ keys }: Client, assertion: string, now: number): KnownKey[] {
  const { kid, alg } = headerOf(assertion);
  return keys.filter(
    (key) =>
      (key.expiresAt === null || key.expiresAt > now) &&
      key.alg === alg &&
      (kid === undefined || kid === key.id || kid === key.thumbprint),
  );
}

function headerOf(assertion: string): { readonly kid?: unknown; readonly alg?: unknown } {
  try {
    return decodeProtectedHeader(assertion);
  } catch {
    return {};
  }
}

async function claimsOf(
  { clientId }: Client,
  { key, alg }: KnownKey,
  assertion: string,
  now: number,
): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await jwtVerify(assertion, key, {
      algorithms: [alg],
      issuer: clientId,
      subject: clientId,
      requiredClaims: ['exp', 'jti', 'aud'],
      clockTolerance: LEEWAY_SECONDS,
      currentDate: new Date(now),
    });
    return payload;
  } catch {
    return undefined;
  }
}
