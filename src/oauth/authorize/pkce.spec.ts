import { describe, expect, it } from '@jest/globals';
import { matchesChallenge } from './pkce.js';

/** RFC 7636, appendix B. */
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

describe('matchesChallenge', () => {
  it('accepts the example of RFC 7636', () => {
    expect(matchesChallenge(CHALLENGE, VERIFIER)).toBe(true);
  });

  it.each([
    ['no verifier', CHALLENGE, undefined],
    ['another verifier', CHALLENGE, VERIFIER.replace('d', 'e')],
    ['the challenge itself (method plain)', CHALLENGE, CHALLENGE],
    ['a short verifier', CHALLENGE, 'short'],
    ['a verifier without challenge', null, VERIFIER],
  ])('refuses %s', (_, challenge, verifier) => {
    expect(matchesChallenge(challenge, verifier)).toBe(false);
  });
});
