import { isIPv6 } from 'node:net';
import type { Bucket } from '../limits/index.js';

const QUARTER_HOUR = 15 * 60;
const HOUR = 60 * 60;

/** What one attempt to sign in is counted under. */
export interface SignInBuckets {
  /** Emptied when the sign-in succeeds. */
  readonly own: readonly Bucket[];
  /** Shared with others: a success takes back its own count alone. */
  readonly shared: readonly Bucket[];
}

/** A known device counts alone, so that nobody else's failures close it; others count by account and network. */
export function signInBuckets(account: string, address: string, device: string | undefined): SignInBuckets {
  if (device) {
    return { own: [{ name: `sign_in:device:${device}`, limit: 10, windowSeconds: QUARTER_HOUR }], shared: [] };
  }
  const network = networkOf(address);
  return {
    own: [{ name: `sign_in:account_network:${network}:${account}`, limit: 10, windowSeconds: QUARTER_HOUR }],
    shared: [
      { name: `sign_in:network:${network}`, limit: 100, windowSeconds: QUARTER_HOUR },
      { name: `sign_in:account:${account}`, limit: 100, windowSeconds: HOUR },
    ],
  };
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
