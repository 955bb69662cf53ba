import { BlockList, isIP, isIPv4 } from 'node:net';
import { z } from 'zod';

/** The kinds of settings. No message repeats a value: it may be a secret. */

export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

export const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);

/** `Number` would read a blank as 0 and `1e3` as 1000. */
export const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));

/** A URL with a host, checked here so that whoever uses it does not stumble over it and show it. */
export const urlOf = (...schemes: readonly [string, string]) => {
  const hasScheme = (text: string): boolean => schemes.some((scheme) => text.startsWith(scheme));
  return z
    .string()
    .refine(hasScheme, `must start with ${schemes.join(' or ')}`)
    .refine((text) => !hasScheme(text) || hasHost(text), 'is no URL with a host: write special characters as %XX');
};

const hasHost = (text: string): boolean => URL.canParse(text) && new URL(text).hostname !== '';

/** What Fastify's `trustProxy` understands by name. */
const NETWORKS = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** An address, a network such as `10.0.0.0/8`, or one of the names of networks. */
export function isProxy(text: string): boolean {
  const [address, prefix = '0', ...rest] = text.split('/');
  if (NETWORKS.has(text)) return true;
  return isIP(address) !== 0 && rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= bitsOf(address);
}

/** An address, or a network such as `10.0.0.0/8`. */
export const isNetwork = (text: string): boolean => isProxy(text) && !NETWORKS.has(text);

const blocksOf = (network: string): BlockList => {
  const [address, prefix] = network.split('/');
  const blocks = new BlockList();
  blocks.addSubnet(address, Number(prefix ?? bitsOf(address)), isIPv4(address) ? 'ipv4' : 'ipv6');
  return blocks;
};

/** Loopback, link-local (where clouds tell machines their credentials), and IPv4 in the notation of IPv6. */
const OWN = ['127.0.0.0/8', '169.254.0.0/16', '0.0.0.0/8', '::/8', 'fe80::/10', 'fd00:ec2::254'];

/** Whether a network has addresses in it that mean the machine itself, or the cloud that runs it. */
export function reachesThisMachine(network: string): boolean {
  if (!isNetwork(network)) return false;
  const contains = (outer: string, inner: string): boolean => {
    const [address] = inner.split('/');
    const family = isIP(address);
    // A list of blocks takes the one family for the other.
    return isIP(outer.split('/')[0]) === family && blocksOf(outer).check(address, family === 4 ? 'ipv4' : 'ipv6');
  };
  return OWN.some((own) => contains(own, network) || contains(network, own));
}

/** The largest private networks are `10.0.0.0/8` and `fc00::/7`: a wider one has strangers in it. */
export function isEverybody(proxy: string): boolean {
  const [address, prefix] = proxy.split('/');
  return prefix !== undefined && Number(prefix) < (isIPv4(address) ? 8 : 7);
}

const bitsOf = (address: string): number => (isIPv4(address) ? 32 : 128);
