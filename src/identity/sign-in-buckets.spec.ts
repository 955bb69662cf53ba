import { describe, expect, it } from '@jest/globals';
import type { Bucket } from '../limits/index.js';
import { type SignInBuckets, signInBuckets } from './sign-in-buckets.js';

describe('signInBuckets', () => {
  const place = { account: 'ann@example.com', address: '192.0.2.7', device: undefined };
  const all = ({ own, shared }: SignInBuckets): Bucket[] => [...own, ...shared];
  const names = (buckets: SignInBuckets): string[] => all(buckets).map(({ name }) => name);

  it('counts an unknown browser by account and network, by network, and without bound by account', () => {
    expect(all(signInBuckets(place, false)).map(({ limit, windowSeconds }) => [limit, windowSeconds])).toEqual([
      [10, 900],
      [100, 900],
      [Number.MAX_SAFE_INTEGER, 3600],
    ]);
  });

  it('leaves every organization few attempts at an account that is being guessed at, and shuts out none', () => {
    const guessed = signInBuckets(place, true);
    expect(guessed.own.map(({ limit }) => limit)).toEqual([10, 3]);
    const neighbour = signInBuckets({ ...place, address: '192.0.2.8' }, true);
    const stranger = signInBuckets({ ...place, address: '198.51.100.7' }, true);
    expect(neighbour.own[1]).toEqual(guessed.own[1]);
    expect(stranger.own[1].name).not.toBe(guessed.own[1].name);
  });

  it('keeps a known browser out of every bucket that others can fill', () => {
    const known = signInBuckets({ ...place, device: 'device' }, true);
    const unknown = names(signInBuckets(place, true));
    expect(names(known).filter((name) => unknown.includes(name))).toEqual([]);
    expect(known.own).toHaveLength(1);
  });
});
