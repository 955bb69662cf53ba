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

/** Reads the stylesheet, what all pages need before what the shell adds; once is enough. */
export const loadStylesheet = (): Asset => load('gatehouse.css', 'shell.css');

/** Reads the script; once is enough. */
export const loadPasskeyScript = (): Asset => load('passkeys.js');

function load(...names: string[]): Asset {
  const text = names.map((name) => readFileSync(new URL(`./${name}`, import.meta.url), 'utf8')).join('\n');
  return { text, etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"` };
}
