/** The out-of-band redirect: the code is shown on a page for copying. */
export const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob';

const MAX_LENGTH = 2_000;
const LOOPBACK_LITERAL = /^http:\/\/(127\.0\.0\.1|\[::1\])(?::(\d{1,5}))?(\/[^\s]*|\?[^\s]*)?$/;

/** What every part of the program, and a content security policy, reads in the same way. */
const ABSOLUTE = /^https?:\/\/([\w.-]+|\[[0-9a-fA-F:]+\])(:\d{1,5})?(?=[/?#]|$)/;

/** The rules for a URI that is no URN, in the order in which a developer should hear of them. */
const FAULTS: readonly (readonly [isFaulty: (uri: string) => boolean, fault: string])[] = [
  [
    (uri) => uri.length > MAX_LENGTH || !/^[\x21-\x7e]+$/.test(uri),
    'must be printable ASCII, at most 2,000 characters',
  ],
  [(uri) => !URL.canParse(uri), 'is not an absolute URI'],
  [(uri) => uri.includes('#'), 'must not have a fragment'],
  [(uri) => uri.split('/')[2]?.includes('@') ?? false, 'must not carry credentials'],
  [(uri) => /[\\*]/.test(uri), 'must not contain a backslash or a wildcard'],
  [(uri) => !isSafeTarget(new URL(uri)), 'must be https, except for loopback addresses'],
  [(uri) => !ABSOLUTE.test(uri), 'must name a plain host after https:// or http://'],
];

/** Why a redirect URI may not be registered, or undefined (RFC 6749 §3.1.2, RFC 9700 §2.1). */
export function redirectUriFault(uri: string): string | undefined {
  if (uri === OUT_OF_BAND) return undefined;
  return FAULTS.find(([isFaulty]) => isFaulty(uri))?.[1];
}

const isSafeTarget = ({ protocol, hostname, username, password }: URL): boolean =>
  !username && !password && (protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname)));

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
