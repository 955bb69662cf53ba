import { createHash } from 'node:crypto';
import { equalInConstantTime } from '../../shared/index.js';

/** RFC 7636 §4.2: the base64url of a SHA-256. */
const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;
/** RFC 7636 §4.1. */
const VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/;

export const isCodeChallenge = (text: string): boolean => CHALLENGE.test(text);

/**
 * RFC 7636 §4.6. A verifier without a challenge fails too: the challenge may have been stripped on its way
 * (RFC 9700 §2.1.1).
 */
export function matchesChallenge(challenge: string | null, verifier: string | undefined): boolean {
  if (challenge === null) return verifier === undefined;
  if (verifier === undefined || !VERIFIER.test(verifier)) return false;
  return equalInConstantTime(createHash('sha256').update(verifier).digest('base64url'), challenge);
}
