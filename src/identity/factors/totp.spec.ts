import { describe, expect, it } from '@jest/globals';
import { base32, codeAt, newTotpKey, stepAt, stepsOf, totpUri } from './totp.js';

/** RFC 6238, appendix B: the SHA-1 key. */
const KEY = Buffer.from('12345678901234567890');
const NOW = 1_111_111_109_000;

describe('one-time codes', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('are those of RFC 6238 at %d s', (seconds, code) => {
    expect(codeAt(KEY, stepAt(seconds * 1000))).toBe(code);
    expect(stepsOf(KEY, code, seconds * 1000)).toEqual([stepAt(seconds * 1000)]);
  });

  it('are good one step before and after, and no longer', () => {
    const steps = [-2, -1, 0, 1, 2].map((skew) => stepsOf(KEY, codeAt(KEY, stepAt(NOW) + skew), NOW));
    expect(steps.map(({ length }) => length)).toEqual([0, 1, 1, 1, 0]);
  });

  it('may be typed with the blank that apps show', () => {
    expect(stepsOf(KEY, ' 081 804 ', NOW)).toHaveLength(1);
  });

  it.each(['', '81804', '0081804', '08180a', '081804\n1', '-81804', '8.1804', '０８１８０４', '081804'.repeat(1_000)])(
    'are not "%s"',
    (code) => expect(stepsOf(KEY, code, NOW)).toEqual([]),
  );
});

describe('keys', () => {
  it('have 160 bits and are written in base 32', () => {
    expect(newTotpKey()).toHaveLength(20);
    expect(newTotpKey()).not.toEqual(newTotpKey());
    expect(base32(KEY)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    expect(['f', 'fo', 'foo', 'foob'].map((text) => base32(Buffer.from(text)))).toEqual([
      'MY',
      'MZXQ',
      'MZXW6',
      'MZXW6YQ',
    ]);
  });

  it('go into a URI that names account and issuer', () => {
    const url = new URL(totpUri(KEY, 'a&b@example.com', 'Gate house'));
    expect(decodeURIComponent(url.pathname)).toBe('/Gate house:a&b@example.com');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ secret: base32(KEY), issuer: 'Gate house' });
  });
});
