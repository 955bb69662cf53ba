const MAX_LENGTH = 2_048;

/**
 * One slash, then printable ASCII without backslash: what a browser cannot read as another origin. `//host` and
 * `/\host` name another host (WHATWG URL), tabs and line breaks vanish from URLs before they are parsed.
 */
const LOCAL_PATH = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/;

/** The local path that a page may lead on to after signing in; `/` for anything else (RFC 9700 §4.11). */
export function localPath(text: unknown): string {
  return typeof text === 'string' && text.length <= MAX_LENGTH && LOCAL_PATH.test(text) ? text : '/';
}
