import { isIP } from 'node:net';
import type { AddressPolicy } from './address-policy.js';
import { OutboundError, type TargetRefusal } from './outbound.errors.js';

const MAX_LENGTH = 2_000;
/** Visible ASCII without the backslash, which some readers take for a slash, and without a fragment. */
const PLAIN = /^[!"$-[\]-~]+$/;

/** As it is spelled: the parser corrects slashes and leaves out credentials that are empty. */
const AUTHORITY = /^https?:\/\/([^/?]+)/i;

/** Names that mean something in our own network only (RFC 6761, 6762, 8375 and what is in use). */
const INSIDE = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|home\.arpa)$/;

/** From 1024 on, the ports that browsers refuse (Fetch §2.9), and those of databases and caches. */
const CLOSED_PORTS = new Set([
  1433, 1521, 1719, 1720, 1723, 2049, 2375, 2379, 2380, 3306, 3659, 4045, 4190, 5060, 5061, 5432, 5984, 6000, 6379,
  6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9200, 9300, 10080, 10250, 11211, 27017,
]);

/** The host of a URL as a name or as an address: without brackets and without the dot of the root. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');

/** Whether a URL is one that we would send to, as far as it can be told without resolving its name. */
export class Targets {
  constructor(
    private readonly policy: AddressPolicy,
    /** Whether the networks that the operator named may be reached without TLS. */
    private readonly allowsPlain: boolean,
    private readonly hasNamedNetworks: boolean,
  ) {}

  /** Why a URL is refused; undefined where it is not. */
  refusalOf(text: string): TargetRefusal | undefined {
    if (text.length > MAX_LENGTH || !PLAIN.test(text) || !URL.canParse(text)) return 'invalid_url';
    const url = new URL(text);
    if (!this.hasOpenScheme(url)) return 'https_required';
    const [, authority] = AUTHORITY.exec(text) ?? [];
    if (!authority) return 'invalid_url';
    if (authority.includes('@')) return 'url_has_credentials';
    if (!isOpenPort(url)) return 'port_not_allowed';
    return this.isReachable(url) ? undefined : 'address_not_allowed';
  }

  /** The URL. Throws {@link OutboundError}. */
  parse(text: string): URL {
    const refusal = this.refusalOf(text);
    if (refusal) throw new OutboundError(refusal);
    return new URL(text);
  }

  private hasOpenScheme({ protocol }: URL): boolean {
    return protocol === 'https:' || (protocol === 'http:' && this.allowsPlain);
  }

  private isReachable(url: URL): boolean {
    const host = hostOf(url);
    if (isIP(host) !== 0) return url.protocol === 'http:' ? this.policy.isNamed(host) : this.policy.allows(host);
    return this.hasNamedNetworks || (host.includes('.') && !INSIDE.test(host));
  }
}

function isOpenPort({ port, protocol }: URL): boolean {
  if (port === '') return true;
  const number = Number(port);
  return number === 443 || (number === 80 && protocol === 'http:') || (number >= 1_024 && !CLOSED_PORTS.has(number));
}
