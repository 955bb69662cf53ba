import type { FastifyRequest } from 'fastify';

const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;
const MAX_SEGMENT = 200;

/** What a request asks for, as far as it can be told, and what is wrong with how it says so. */
export interface RequestTarget {
  /** Begins with a slash, and any router can decode it. */
  readonly path: string;
  /** With its question mark; empty where there is none. */
  readonly query: string;
  readonly fault: string | undefined;
}

/**
 * Reads the target of a request (RFC 9112 §3.2), which may name the whole URL. A router would take a fragment for a
 * query, and what looks at the path would take it for a part of that: there is none in a request, so it is left out.
 */
export function readTarget(target: string): RequestTarget {
  const [relative, ...fragments] = target.replace(ORIGIN, '').split('#');
  const [path, ...query] = relative.split('?');
  const plain = path === '*' ? '/*' : path || '/';
  const rooted = plain.startsWith('/') ? plain : `/${plain}`;
  return {
    path: isDecodable(rooted) ? rooted : rooted.replaceAll('%', '%25'),
    query: query.length > 0 ? `?${query.join('?')}` : '',
    fault: fragments.length > 0 ? 'An address has no fragment (#) in a request.' : faultOf(plain),
  };
}

function faultOf(path: string): string | undefined {
  if (!path.startsWith('/')) return 'The path must begin with a slash.';
  if (!isDecodable(path)) return 'The path is not percent-encoded UTF-8.';
  if (path.split('/').some((segment) => segment.length > MAX_SEGMENT)) return 'A part of the path is too long.';
  return undefined;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** The path without its query: codes, states and tokens never get into a log. */
export const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0];
