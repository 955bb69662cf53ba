/** What a page may do beyond the strict default. */
export interface PageHeaderOptions {
  /** Where the page's forms may lead besides this origin: CSP sources, see {@link formActionOf}. */
  readonly formAction?: readonly string[];
  /** Whether scripts of this origin run, and may ask it: for what browsers do by script alone, such as passkeys. */
  readonly runsScripts?: boolean;
}

/** Headers of every page: nothing runs unless it is asked for, nothing frames it, nothing keeps it, nothing learns where one came from. */
export function pageHeaders({ formAction = [], runsScripts = false }: PageHeaderOptions = {}): Record<string, string> {
  for (const source of formAction) if (!SOURCE.test(source)) throw new Error(`"${source}" is no CSP source.`);
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    ...(runsScripts ? ["script-src 'self'", "connect-src 'self'"] : []),
    ["form-action 'self'", ...new Set(formAction)].join(' '),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy.join('; '),
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  };
}

const SOURCE = /^[a-z][a-z0-9+.-]*:(\/\/[\w.-]+(:(\d+|\*))?)?$/;

const LOOPBACK_V4 = /^127\.\d+\.\d+\.\d+$/;

/**
 * The CSP source that lets a form's answer redirect to `redirectUri` (CSP 3 §6.4.1: browsers apply `form-action` to
 * redirects as well). Loopback literals match any port (RFC 8252 §7.3); CSP cannot write an IPv6 host, so those need
 * the whole scheme. Undefined for what is no URL to go to, such as the out-of-band URN.
 */
export function formActionOf(redirectUri: string): string | undefined {
  const url = parsed(redirectUri);
  if (!url || url.protocol === 'urn:') return undefined;
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return url.protocol;
  if (url.hostname.startsWith('[')) return url.protocol;
  if (LOOPBACK_V4.test(url.hostname)) return `${url.protocol}//${url.hostname}:*`;
  return url.origin;
}

function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
