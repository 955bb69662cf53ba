import { isIPv6 } from 'node:net';

/** One organization, at most: the /24 of an IPv4 address, the /48 of an IPv6 one. */
export function areaOf(address: string): string {
  const network = networkOf(address);
  const [, ipv4] = /^(\d+\.\d+\.\d+)\.\d+$/.exec(network) ?? [];
  if (ipv4) return `${ipv4}.0/24`;
  return network.endsWith('::/64') ? `${network.split(':').slice(0, 3).join(':')}::/48` : network;
}

/** One subscriber: an IPv4 address, or the /64 of an IPv6 one, in which a single attacker has 2^64 addresses. */
export function networkOf(address: string): string {
  const [plain] = address.toLowerCase().split('%');
  if (!isIPv6(plain)) return plain;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain);
  return mapped ? mapped[1] : `${groupsOf(plain).slice(0, 4).join(':')}::/64`;
}

/** The eight groups of an IPv6 address, without leading zeros. An embedded IPv4 end counts as two. */
function groupsOf(address: string): string[] {
  const hex = address.replace(/\d+\.\d+\.\d+\.\d+$/, '0:0');
  const [head, tail] = hex.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = tail === undefined ? [] : Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...(tail ?? [])].map((group) => group.replace(/^0+(?=.)/, ''));
}
