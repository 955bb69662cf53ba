import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

/** What keys are for. A key serves one purpose only (NIST SP 800-57 §5.2). */
export const KEY_PURPOSES = [
  'access_token',
  'pepper',
  'signing',
  'audit',
  'csrf',
  'webhook',
  'mail',
  'factor',
] as const;

export type KeyPurpose = (typeof KEY_PURPOSES)[number];

/** An opened key. */
export interface Key {
  readonly id: string;
  readonly purpose: KeyPurpose;
  /** 32 random bytes; for `signing` an ES256 private key as PKCS #8 DER. */
  readonly secret: Buffer;
  /** Database clock; before it the key reads but does not write. */
  readonly activatesAt: number;
  readonly retiresAt: number | null;
}

/** A key pair that signs what others verify (ES256, RFC 7518 §3.4). */
export interface SigningKey {
  /** The `kid` of the JWK. */
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** New key material for `purpose`. */
export function newKeyMaterial(purpose: KeyPurpose): Buffer {
  if (purpose !== 'signing') return randomBytes(32);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ format: 'der', type: 'pkcs8' });
}

/** The key pair of a `signing` key. */
export function signingKeyOf(key: Key): SigningKey {
  const privateKey = createPrivateKey({ key: key.secret, format: 'der', type: 'pkcs8' });
  return { id: key.id, privateKey, publicKey: createPublicKey(privateKey) };
}
