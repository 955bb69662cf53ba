import { domainToASCII } from 'node:url';
import { parse } from 'tldts';
import { FREE_MAIL } from './free-mail.js';

const LABELS = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;

/** Before it is read as a URL's host, which would end at a slash. */
const PLAIN = /^[\p{L}\p{M}\p{N}.-]+$/u;

const asciiOf = (text: string): string => (PLAIN.test(text) ? domainToASCII(text) : '');

/** Why no company can have a domain. */
export type DomainRefusal = 'not_a_domain' | 'public_suffix' | 'free_mail';

/** The domain in ASCII and lower case, or why none can have it. */
export function readDomain(text: string): { readonly domain: string } | { readonly refusal: DomainRefusal } {
  const domain = asciiOf(text.trim().toLowerCase());
  if (!LABELS.test(domain)) return { refusal: 'not_a_domain' };
  const parsed = parse(domain, { allowPrivateDomains: true });
  if (parsed.isIp) return { refusal: 'not_a_domain' };
  // Names below which strangers register theirs (https://publicsuffix.org).
  if (parsed.domain === null) return { refusal: 'public_suffix' };
  return FREE_MAIL.has(domain) || FREE_MAIL.has(parsed.domain) ? { refusal: 'free_mail' } : { domain };
}

/** The domain of an address as {@link readDomain} writes it; undefined where it has none that could be proven. */
export function domainOf(emailKey: string): string | undefined {
  const domain = asciiOf(emailKey.slice(emailKey.lastIndexOf('@') + 1));
  return LABELS.test(domain) ? domain : undefined;
}
