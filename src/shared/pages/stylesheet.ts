import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Where the one stylesheet of all pages is served. */
export const STYLESHEET_PATH = '/assets/gatehouse.css';

/** What all pages need, then what the shell adds. */
const PARTS = ['gatehouse.css', 'shell.css'];

/** The stylesheet and its entity tag, read once. */
export function loadStylesheet(): { readonly css: string; readonly etag: string } {
  const css = PARTS.map((name) => readFileSync(new URL(`./${name}`, import.meta.url), 'utf8')).join('\n');
  return { css, etag: `"${createHash('sha256').update(css).digest('base64url').slice(0, 22)}"` };
}
