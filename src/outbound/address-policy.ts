import { BlockList, isIP } from 'node:net';

/** IANA's registry of special-purpose IPv4 addresses, multicast, and what clouds answer at. */
const CLOSED_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  // Azure's platform answers its machines at this address, which looks like any other.
  '168.63.129.16/32',
];

/** What IPv6 has among its global addresses (2000::/3) that is none, or has an IPv4 address in it. */
const CLOSED_V6 = [
  // Teredo, ORCHID, benchmarking, anycast.
  '2001::/23',
  '2001:db8::/32',
  // 6to4.
  '2002::/16',
  '2620:4f:8000::/48',
  '3ffe::/16',
  '3fff::/20',
];

/** Everything else is loopback, link-local, unique local, multicast, mapped (::ffff:0:0/96), NAT64 or reserved. */
const GLOBAL_V6 = ['2000::/3'];

/** Addresses of networks in the notation of RFC 4632; a bare address is a network of one. */
export function blockListOf(networks: readonly string[]): BlockList {
  const blocks = new BlockList();
  for (const network of networks) {
    const [address, prefix] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    blocks.addSubnet(address, prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix), family);
  }
  return blocks;
}

const closed = blockListOf([...CLOSED_V4, ...CLOSED_V6]);
const globalV6 = blockListOf(GLOBAL_V6);

/** RFC 5214: an interface identifier that holds an IPv4 address. */
const ISATAP = /:(?:0{0,4}|0?200):0?5efe:/i;

/** Whether an address is one of the public internet: the only ones that we send to unless a network is named. */
export function isPublicAddress(address: string): boolean {
  const version = address.includes('%') ? 0 : isIP(address);
  if (version === 4) return !closed.check(address, 'ipv4');
  if (version !== 6 || ISATAP.test(address)) return false;
  return globalV6.check(address, 'ipv6') && !closed.check(address, 'ipv6');
}

/** Which addresses we may connect to: public ones, and those of the networks that the operator named. */
export class AddressPolicy {
  private readonly named: BlockList;

  constructor(networks: readonly string[]) {
    this.named = blockListOf(networks);
  }

  allows(address: string): boolean {
    return isPublicAddress(address) || this.isNamed(address);
  }

  isNamed(address: string): boolean {
    const version = address.includes('%') ? 0 : isIP(address);
    return version !== 0 && this.named.check(address, version === 6 ? 'ipv6' : 'ipv4');
  }
}
