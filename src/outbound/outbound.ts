import { isIP } from 'node:net';
import { AddressPolicy } from './address-policy.js';
import { exchange, type OutboundAnswer, type OutboundRequest } from './exchange.js';
import { HostSlots } from './host-slots.js';
import { failureOf, OutboundError, type TargetRefusal } from './outbound.errors.js';
import { type Resolve, resolveByDns } from './resolver.js';
import { hostOf, Targets } from './target.js';

/** From the resolution of the name to the last byte of the answer. */
export const TOTAL_MS = 10_000;

export interface OutboundSettings {
  /** Networks that may be reached although they are not public. */
  readonly networks: readonly string[];
  /** Whether those may be reached without TLS. */
  readonly allowsPlain: boolean;
  readonly resolve?: Resolve;
  /** Certificates to trust instead of the usual authorities. */
  readonly ca?: string;
  readonly totalMs?: number;
  readonly connectMs?: number;
  readonly maxBytes?: number;
}

/**
 * The one door for requests that we send to addresses of somebody else's choice. A name is resolved once, every
 * address of the answer is checked, and the connection goes to one of them and nowhere else; redirects are answers.
 */
export class Outbound {
  private readonly policy: AddressPolicy;
  private readonly targets: Targets;
  private readonly slots = new HostSlots();

  constructor(private readonly settings: OutboundSettings) {
    const { networks, allowsPlain } = settings;
    this.policy = new AddressPolicy(networks);
    this.targets = new Targets(this.policy, allowsPlain, networks.length > 0);
  }

  /** Why nothing is sent to a URL, told by looking at it; its name is resolved when something is sent. */
  refusalOf(url: string): TargetRefusal | undefined {
    return this.targets.refusalOf(url);
  }

  /** Sends a request. Throws {@link OutboundError} for what got no answer. */
  async send(request: OutboundRequest): Promise<OutboundAnswer> {
    const url = this.targets.parse(request.url);
    return this.slots.run(hostOf(url), request.party, async () => {
      const { totalMs = TOTAL_MS, connectMs = 4_000, maxBytes = 64 * 1_024, ca } = this.settings;
      const signal = AbortSignal.timeout(totalMs);
      const address = await this.addressOf(url, signal);
      const target = { url, address, ...(ca === undefined ? {} : { ca }) };
      return exchange(target, request, { connectMs, bytes: maxBytes }, signal);
    });
  }

  private async addressOf(url: URL, signal: AbortSignal): Promise<string> {
    const host = hostOf(url);
    const addresses = isIP(host) === 0 ? await this.resolved(host, signal) : [host];
    const isFit = (address: string): boolean =>
      url.protocol === 'https:' ? this.policy.allows(address) : this.policy.isNamed(address);
    // One that is not fit is no reason to try the others: whoever answers so is not to be trusted.
    if (addresses.length === 0 || !addresses.every(isFit)) throw new OutboundError('no_public_address');
    return addresses[0];
  }

  private async resolved(name: string, signal: AbortSignal): Promise<readonly string[]> {
    const { resolve = resolveByDns } = this.settings;
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(failureOf(signal.reason, false)), { once: true });
    });
    return Promise.race([resolve(name, signal), aborted]);
  }
}
