import { createHash, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** What clients may sign assertions with; each key is for one of them. */
export const KEY_ALGORITHMS = ['ES256', 'EdDSA', 'PS256', 'RS256'] as const;

export type KeyAlgorithm = (typeof KEY_ALGORITHMS)[number];

const USUAL_EXPONENT = 65_537n;
const MODULUS_BITS = { least: 2_048, most: 4_096 };

const Base64url = z.string().regex(/^[A-Za-z0-9_-]{1,1400}$/, 'must be base64url');

const described = {
  kid: z.string().max(200).optional().meta({ description: 'Ours replaces it.' }),
  use: z.literal('sig').optional(),
  key_ops: z.array(z.literal('verify')).max(1).optional(),
};

const Forms = z.discriminatedUnion('kty', [
  z.strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: Base64url,
    y: Base64url,
    alg: z.literal('ES256').optional(),
    ...described,
  }),
  z.strictObject({
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    x: Base64url,
    alg: z.literal('EdDSA').optional(),
    ...described,
  }),
  z.strictObject({
    kty: z.literal('RSA'),
    n: Base64url,
    e: Base64url,
    alg: z.enum(['PS256', 'RS256']).optional().meta({ description: 'PS256 unless given.' }),
    ...described,
  }),
]);

export type PublicJwk = z.output<typeof Forms>;

/** A public key as RFC 7517 writes it. Strict, so that nobody sends us the private half of it. */
export const PublicJwk = Forms.refine(
  (jwk) => isSound(jwk),
  'is not a valid key, or of a size that is not accepted (RSA: 2048 to 4096 bits, exponent 65537)',
).meta({
  description: 'EC P-256, Ed25519 or RSA; the public half alone.',
  example: {
    kty: 'EC',
    crv: 'P-256',
    x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
    y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
  },
});

export const keyObjectOf = (jwk: PublicJwk): KeyObject =>
  createPublicKey({ key: jwk as unknown as JsonWebKey, format: 'jwk' });

export function algorithmOf(jwk: PublicJwk): KeyAlgorithm {
  if (jwk.kty === 'EC') return 'ES256';
  return jwk.kty === 'OKP' ? 'EdDSA' : (jwk.alg ?? 'PS256');
}

/** What identifies a key whatever it is called: its required members in order, hashed (RFC 7638 §3). */
export function thumbprintOf(jwk: PublicJwk): string {
  const { kty } = jwk;
  const members =
    jwk.kty === 'EC'
      ? { crv: jwk.crv, kty, x: jwk.x, y: jwk.y }
      : jwk.kty === 'OKP'
        ? { crv: jwk.crv, kty, x: jwk.x }
        : { e: jwk.e, kty, n: jwk.n };
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}

function isSound(jwk: PublicJwk): boolean {
  try {
    const { modulusLength, publicExponent } = keyObjectOf(jwk).asymmetricKeyDetails ?? {};
    if (modulusLength === undefined) return true;
    // Of others, some prove nothing, and some take a hundred times as long.
    return (
      publicExponent === USUAL_EXPONENT && modulusLength >= MODULUS_BITS.least && modulusLength <= MODULUS_BITS.most
    );
  } catch {
    return false;
  }
}
