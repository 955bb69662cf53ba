import { createPublicKey } from 'node:crypto';
import { PublicJwk } from '../../clients/index.js';

/** Why a text is not taken for a public key. */
export type KeyFault = 'private' | 'several' | 'unreadable' | 'unsupported';

export type ReadKey = { readonly jwk: PublicJwk } | { readonly fault: KeyFault };

const LONGEST = 20_000;
const PEM = /-----BEGIN ([A-Z0-9 ]+)-----/g;
/**
 * Members of a JWK that nobody but its owner may know (RFC 7518 §6.2.2, §6.3.2, §6.4.1), in whatever somebody wrapped it
 * or cut it off.
 */
const PRIVATE_MEMBER = /"(?:d|p|q|dp|dq|qi|oth|k)"\s*:/;
/** What the API takes; programs write more beside it, such as `ext`. */
const PUBLIC = ['kty', 'crv', 'x', 'y', 'n', 'e', 'alg', 'use', 'key_ops'];

/** Reads a public key as people have it: a JWK, a JWK Set with one key, or PEM (also a certificate). */
export function publicKeyIn(text: string): ReadKey {
  if (PRIVATE_MEMBER.test(text)) return { fault: 'private' };
  if (text.length > LONGEST) return { fault: 'unreadable' };
  const labels = [...text.matchAll(PEM)].map(([, label]) => label);
  if (labels.length > 0) return fromPem(text, labels);
  const value = parsed(text);
  if (value === undefined) return { fault: 'unreadable' };
  const keys = Array.isArray(value.keys) ? (value.keys as unknown[]) : [value];
  if (keys.length !== 1) return { fault: keys.length === 0 ? 'unreadable' : 'several' };
  return isRecord(keys[0]) ? accepted(keys[0]) : { fault: 'unreadable' };
}

function fromPem(text: string, labels: readonly string[]): ReadKey {
  // Of a private key, the public one could be worked out: nobody would learn that they gave it away.
  if (labels.some((label) => label.includes('PRIVATE'))) return { fault: 'private' };
  if (labels.length > 1) return { fault: 'several' };
  try {
    return accepted({ ...createPublicKey(text.replace(/^[ \t]+/gm, '')).export({ format: 'jwk' }) });
  } catch {
    return { fault: 'unreadable' };
  }
}

function accepted(key: Readonly<Record<string, unknown>>): ReadKey {
  const known = Object.fromEntries(PUBLIC.filter((name) => Object.hasOwn(key, name)).map((name) => [name, key[name]]));
  const { success, data } = PublicJwk.safeParse(known);
  return success ? { jwk: data } : { fault: 'unsupported' };
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
