import { hiddenFields } from '../support/browser.js';
import { type Answer, send } from '../support/http.js';

/** A cookie as the server set it. */
export interface SetCookie {
  readonly value: string;
  /** Lower case, in alphabetical order: `httponly`, `max-age=0`, … */
  readonly attributes: readonly string[];
}

export function cookiesOf({ headers }: Answer): Record<string, SetCookie> {
  const parsed = headers.getSetCookie().map((text) => {
    const [pair, ...attributes] = text.split(/;\s*/);
    const at = pair.indexOf('=');
    const lower = attributes.map((one) => one.toLowerCase()).sort();
    return [pair.slice(0, at), { value: pair.slice(at + 1), attributes: lower }] as const;
  });
  return Object.fromEntries(parsed);
}

/** The `Cookie` header of a browser that has kept what an answer set. */
export const cookieHeader = (answer: Answer): string =>
  Object.entries(cookiesOf(answer))
    .map(([name, { value }]) => `${name}=${value}`)
    .join('; ');

/** A form as one browser got it: what it hides, and the cookies that came with it. */
export interface OpenForm {
  readonly page: Answer;
  readonly cookie: string;
  readonly fields: Record<string, string>;
}

/** Opens a page with a form, in a new browser or one with cookies; nothing is followed. */
export async function openForm(url: string, headers: Record<string, string> = {}): Promise<OpenForm> {
  const page = await send(url, { headers });
  const cookie = [headers.Cookie, cookieHeader(page)].filter(Boolean).join('; ');
  return { page, cookie, fields: hiddenFields(page.text) };
}

/** Sends fields as that browser would; nothing is followed. */
export function submit(
  url: string,
  { cookie }: Pick<OpenForm, 'cookie'>,
  fields: Record<string, string> | [string, string][],
  headers: Record<string, string> = {},
): Promise<Answer> {
  return send(url, { method: 'POST', body: new URLSearchParams(fields), headers: { Cookie: cookie, ...headers } });
}
