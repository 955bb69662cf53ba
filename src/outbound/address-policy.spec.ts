import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AddressPolicy, isPublicAddress } from './address-policy.js';

const open = new AddressPolicy([]);

describe('an address', () => {
  it.each(['1.1.1.1', '8.8.8.8', '93.184.216.34', '172.15.255.255', '172.32.0.1', '100.128.0.1', '223.255.255.255'])(
    'of the public internet, %s, may be reached',
    (address) => expect(open.allows(address)).toBe(true),
  );

  it.each(['2606:4700:4700::1111', '2a00:1450:4001:830::200e', '2400:cb00::1'])(
    'of the public internet in IPv6, %s, may be reached',
    (address) => expect(open.allows(address)).toBe(true),
  );

  it.each([
    ['this network', '0.0.0.0'],
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['of a carrier', '100.64.0.1'],
    ['of a carrier, and metadata of a cloud', '100.100.100.200'],
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['link-local, and metadata of most clouds', '169.254.169.254'],
    ['metadata of a container service', '169.254.170.2'],
    ['metadata of a cloud', '192.0.0.192'],
    ['the platform of a cloud', '168.63.129.16'],
    ['documentation', '203.0.113.7'],
    ['benchmarking', '198.18.0.1'],
    ['6to4 relay', '192.88.99.1'],
    ['multicast', '224.0.0.1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['unspecified', '::'],
    ['loopback', '::1'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['global with a zone', '2606:4700:4700::1111%eth0'],
    ['unique local', 'fc00::1'],
    ['metadata of a cloud', 'fd00:ec2::254'],
    ['site-local', 'fec0::1'],
    ['multicast', 'ff02::1'],
    ['mapped', '::ffff:127.0.0.1'],
    ['mapped, though public', '::ffff:8.8.8.8'],
    ['compatible', '::7f00:1'],
    ['translated', '::ffff:0:127.0.0.1'],
    ['NAT64', '64:ff9b::7f00:1'],
    ['local NAT64', '64:ff9b:1::a00:1'],
    ['6to4', '2002:7f00:1::'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['ISATAP', '2606:4700::5efe:a00:1'],
    ['ISATAP of a public address', '2606:4700::200:5efe:808:808'],
    ['ISATAP with every zero written', '2606:4700:0:0:0000:5efe:0a00:1'],
    ['documentation', '2001:db8::1'],
    ['discarded', '100::1'],
    ['segment routing', '5f00::1'],
    ['no address', 'example.com'],
    ['no address', '0x7f.1'],
    ['nothing', ''],
  ])('that is %s, %s, is refused', (_what, address) => {
    expect(open.allows(address)).toBe(false);
  });

  const byte = fc.integer({ min: 0, max: 255 });
  const hex = (high: number, low: number): string => ((high << 8) | low).toString(16);
  const closedV4 = fc.oneof(
    fc.tuple(fc.constantFrom(0, 10, 127), byte, byte, byte),
    fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
    fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
    fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
    fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), byte, byte),
    fc.tuple(fc.integer({ min: 224, max: 255 }), byte, byte, byte),
  );

  it('that is closed is refused, as itself and inside of any address of IPv6', () => {
    fc.assert(
      fc.property(closedV4, ([a, b, c, d]) => {
        const [high, low] = [hex(a, b), hex(c, d)];
        const spellings = [
          `${a}.${b}.${c}.${d}`,
          `::ffff:${a}.${b}.${c}.${d}`,
          `::ffff:${high}:${low}`,
          `::${a}.${b}.${c}.${d}`,
          `64:ff9b::${high}:${low}`,
          `2002:${high}:${low}::1`,
          `2001:0:${high}:${low}::1`,
          `2606:4700::5efe:${high}:${low}`,
        ];
        return spellings.every((address) => !isPublicAddress(address));
      }),
    );
  });

  it('outside of 2000::/3 is never public', () => {
    const first = fc.integer({ min: 0, max: 0xffff }).filter((group) => group >> 13 !== 1);
    const group = fc.integer({ min: 0, max: 0xffff });
    fc.assert(
      fc.property(first, fc.array(group, { minLength: 7, maxLength: 7 }), (head, rest) => {
        return !isPublicAddress([head, ...rest].map((one) => one.toString(16)).join(':'));
      }),
    );
  });
});

describe('a network that the operator named', () => {
  const named = new AddressPolicy(['10.1.0.0/16', '127.0.0.1', 'fd12::/32']);

  it.each(['10.1.2.3', '127.0.0.1', 'fd12::7'])('may be reached: %s', (address) => {
    expect(named.allows(address)).toBe(true);
  });

  it.each(['10.2.0.1', '127.0.0.2', 'fd13::7', '169.254.169.254', '::1'])('opens nothing beside it: %s', (address) => {
    expect(named.allows(address)).toBe(false);
  });
});
