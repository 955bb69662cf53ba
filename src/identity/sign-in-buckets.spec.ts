import { describe, expect, it } from '@jest/globals';
import { networkOf, signInBuckets } from './sign-in-buckets.js';

describe('networkOf', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
    ['-', '-'],
  ])('%s counts as %s', (address, network) => expect(networkOf(address)).toBe(network));
});

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
