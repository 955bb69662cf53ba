import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

/** What keys are for. A key serves one purpose only (NIST SP 800-57 §5.2). */
export const KEY_PURPOSES = [
  'access_token',
  'pepper',
  'signing',
  'signing_rs256',
  'subject',
  'audit',
  'csrf',
  'webhook',
  'mail',
  'factor',
  'cookie',
  'sso',
] as const;

export type KeyPurpose = (typeof KEY_PURPOSES)[number];

/** Of which there is one key for ever: what it gives out, others keep and find people by (docs/decisions/0022). */
const PERMANENT: ReadonlySet<KeyPurpose> = new Set<KeyPurpose>(['subject']);

export const isPermanent = (purpose: KeyPurpose): boolean => PERMANENT.has(purpose);

/** What others verify is signed with (RFC 7518 §3.3, §3.4), each with keys of its own. */
export const SIGNING_ALGORITHMS = ['ES256', 'RS256'] as const;

export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];

export const SIGNING_PURPOSES = { ES256: 'signing', RS256: 'signing_rs256' } as const satisfies Record<
  SigningAlgorithm,
  KeyPurpose
>;

/** An opened key. */
export interface Key {
  readonly id: string;
  readonly purpose: KeyPurpose;
  /** 32 random bytes; for what signs, a private key as PKCS #8 DER. */
  readonly secret: Buffer;
  /** Database clock; before it the key reads but does not write. */
  readonly activatesAt: number;
  readonly retiresAt: number | null;
}

/** A key pair that signs what others verify. */
export interface SigningKey {
  /** The `kid` of the JWK. */
  readonly id: string;
  readonly alg: SigningAlgorithm;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const RSA_BITS = 2_048;
const generate = promisify(generateKeyPair);

const pkcs8 = ({ privateKey }: { readonly privateKey: KeyObject }): Buffer =>
  privateKey.export({ format: 'der', type: 'pkcs8' });

/** New key material for `purpose`. An RSA key takes its time, and is waited for beside other work. */
export async function newKeyMaterial(purpose: KeyPurpose): Promise<Buffer> {
  if (purpose === 'signing') return pkcs8(await generate('ec', { namedCurve: 'P-256' }));
  if (purpose === 'signing_rs256') return pkcs8(await generate('rsa', { modulusLength: RSA_BITS }));
  return randomBytes(32);
}

/** The key pair of a key that signs; undefined for any other. */
export function signingKeyOf(key: Key): SigningKey | undefined {
  const alg = SIGNING_ALGORITHMS.find((candidate) => SIGNING_PURPOSES[candidate] === key.purpose);
  if (!alg) return undefined;
  const privateKey = createPrivateKey({ key: key.secret, format: 'der', type: 'pkcs8' });
  return { id: key.id, alg, privateKey, publicKey: createPublicKey(privateKey) };
}
