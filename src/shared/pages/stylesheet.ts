import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Where the one stylesheet of all pages is served. */
export const STYLESHEET_PATH = '/assets/gatehouse.css';

/** The stylesheet and its entity tag, read once. */
export function loadStylesheet(): { readonly css: string; readonly etag: string } {
  const css = readFileSync(new URL('./gatehouse.css', import.meta.url), 'utf8');
  return { css, etag: `"${createHash('sha256').update(css).digest('base64url').slice(0, 22)}"` };
}
