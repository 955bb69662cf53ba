import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Where the one stylesheet of all pages is served. */
export const STYLESHEET_PATH = '/assets/gatehouse.css';

/** Where the one script is served: what browsers do with passkeys. */
export const PASSKEY_SCRIPT_PATH = '/assets/passkeys.js';

/** A file that pages refer to, and its entity tag. */
export interface Asset {
  readonly text: string;
  readonly etag: string;
}

/** Reads the stylesheet; once is enough. */
export const loadStylesheet = (): Asset => load('./gatehouse.css');

/** Reads the script; once is enough. */
export const loadPasskeyScript = (): Asset => load('./passkeys.js');

function load(name: string): Asset {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8');
  return { text, etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"` };
}
