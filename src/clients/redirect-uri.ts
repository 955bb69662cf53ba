/** The out-of-band redirect: the code is shown on a page for copying. */
export const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob';

const MAX_LENGTH = 2_000;
const LOOPBACK_LITERAL = /^http:\/\/(127\.0\.0\.1|\[::1\])(?::(\d{1,5}))?(\/[^\s]*|\?[^\s]*)?$/;

/** Why a redirect URI may not be registered, or undefined (RFC 6749 §3.1.2, RFC 9700 §2.1). */
export function redirectUriFault(uri: string): string | undefined {
  if (uri === OUT_OF_BAND) return undefined;
  if (uri.length > MAX_LENGTH || !/^[\x21-\x7e]+$/.test(uri)) return 'must be printable ASCII of at most 2,000 characters';
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (!url) return 'is not an absolute URI';
  if (uri.includes('#')) return 'must not have a fragment';
  if (url.username || url.password || uri.split('/')[2]?.includes('@')) return 'must not carry credentials';
  if (uri.includes('\\') || uri.includes('*')) return 'must not contain a backslash or a wildcard';
  if (url.protocol === 'https:') return undefined;
  if (url.protocol === 'http:' && isLoopbackHost(url.hostname)) return undefined;
  return 'must be https, except for loopback addresses';
}

const isLoopbackHost = (host: string): boolean => host === 'localhost' || host === '127.0.0.1' || host === '[::1]';

/**
 * Whether a requested redirect URI is one of the registered ones: equal to the character. Public clients may use any
 * port of a registered loopback IP literal (RFC 8252 §7.3), never of `localhost`.
 */
export function matchesRedirectUri(
  client: { readonly type: 'confidential' | 'public'; readonly redirectUris: readonly string[] },
  requested: string,
): boolean {
  if (client.redirectUris.includes(requested)) return true;
  if (client.type !== 'public') return false;
  const wanted = withoutPort(requested);
  return wanted !== undefined && client.redirectUris.some((uri) => withoutPort(uri) === wanted);
}

function withoutPort(uri: string): string | undefined {
  const match = LOOPBACK_LITERAL.exec(uri);
  if (!match || Number(match[2] ?? 80) > 65_535 || uri.includes('#')) return undefined;
  return `http://${match[1]}${match[3] ?? ''}`;
}
