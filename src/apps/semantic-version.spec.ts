import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareVersions, parseVersion, type SemanticVersion } from './semantic-version.js';

const part = fc.integer({ min: 0, max: 999_999_999 });
const version = fc.record({ major: part, minor: part, patch: part });
const textOf = ({ major, minor, patch }: SemanticVersion): string => `${major}.${minor}.${patch}`;

describe('parseVersion (semver.org, §2)', () => {
  it('reads every version that can be written', () => {
    fc.assert(fc.property(version, (one) => expect(parseVersion(textOf(one))).toEqual(one)));
  });

  it('reads nothing that it would not write the same', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9.v +-]{0,14}$/), (text) => {
        const parsed = parseVersion(text);
        expect(parsed === undefined || textOf(parsed) === text).toBe(true);
      }),
    );
  });

  it.each([
    '',
    '1',
    '1.2',
    '1.2.3.4',
    '01.2.3',
    '1.02.3',
    '1.2.03',
    'v1.2.3',
    '1.2.3-rc1',
    '1.2.3+7',
    '-1.2.3',
    '1..3',
  ])('refuses %j', (text) => expect(parseVersion(text)).toBeUndefined());

  it.each([' 1.2.3', '1.2.3 ', '1.2.3\n', '１.2.3', '1e3.0.0', '9999999999.0.0'])('refuses %j', (text) =>
    expect(parseVersion(text)).toBeUndefined(),
  );
});

describe('compareVersions (semver.org, §11)', () => {
  it.each([
    ['1.0.0', '1.0.1'],
    ['1.9.0', '1.10.0'],
    ['2.0.0', '10.0.0'],
    ['1.99.99', '2.0.0'],
  ])('puts %s before %s', (older, newer) => {
    const [a, b] = [parseVersion(older), parseVersion(newer)] as [SemanticVersion, SemanticVersion];
    expect(compareVersions(a, b)).toBeLessThan(0);
    expect(compareVersions(b, a)).toBeGreaterThan(0);
  });

  it('is a total order', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(compareVersions(a, b)).toBe(-compareVersions(b, a) || 0);
        expect(compareVersions(a, b) === 0).toBe(textOf(a) === textOf(b));
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) {
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });
});
