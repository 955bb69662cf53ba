import { describe, expect, it } from '@jest/globals';
import { signInBuckets } from './sign-in-buckets.js';

describe('signInBuckets', () => {
  it('counts an unknown browser by account and network, by network, and by account', () => {
    const { own, shared } = signInBuckets('ann@example.com', '192.0.2.7', undefined);
    expect([...own, ...shared].map(({ limit, windowSeconds }) => [limit, windowSeconds])).toEqual([
      [10, 900],
      [100, 900],
      [100, 3600],
    ]);
  });

  it('keeps a known browser out of every bucket that others can fill', () => {
    const known = signInBuckets('ann@example.com', '192.0.2.7', 'device');
    const unknown = signInBuckets('ann@example.com', '192.0.2.7', undefined);
    const names = (buckets: typeof known): string[] => [...buckets.own, ...buckets.shared].map(({ name }) => name);
    expect(names(known).filter((name) => names(unknown).includes(name))).toEqual([]);
    expect(known.own).toHaveLength(1);
  });
});
