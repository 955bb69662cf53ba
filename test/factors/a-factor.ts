import { codeAt, stepAt } from '../../src/identity/factors/totp.js';
import { aPerson, type Person } from '../directory/people.js';
import { Browser, hiddenFields } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import type { TestApp } from '../support/start-app.js';
import { signedInBrowser } from '../accounts/invited.js';

export const SECURITY = '/account/security';

/** Somebody with an authenticator app, recovery codes, and the browser in which they added them. */
export interface Protected extends Person {
  readonly key: Buffer;
  readonly recovery: readonly string[];
  readonly browser: Browser;
}

/** The key that a page shows, as an app would read it. */
export function keyOn({ text }: Answer): Buffer {
  const [, shown] = /id="key">([A-Z2-7 ]+)</.exec(text) ?? [];
  if (!shown) throw new Error(`No key: ${text.slice(0, 2_000)}`);
  const bits = [...shown.replaceAll(' ', '')].map((one) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(one));
  const text2 = bits.map((value) => value.toString(2).padStart(5, '0')).join('');
  return Buffer.from((text2.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}

/** What the app shows, `skew` steps from now. */
export const codeOf = (key: Buffer, skew = 0): string => codeAt(key, stepAt(Date.now()) + skew);

/** A code that is wrong now and near. */
export function wrongCode(key: Buffer): string {
  const near = [-2, -1, 0, 1, 2].map((skew) => codeOf(key, skew));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !near.includes(code)) ?? '';
}

/** Lets every code of a person work again: tests do not wait for the next one. */
export const forgetUsed = (app: TestApp, { id }: { readonly id: number }): Promise<number> =>
  app.database.execute('UPDATE totp_factors SET last_step = 0 WHERE user_id = ?', [id]);

/** Adds an app in a browser that is signed in; the answer to the last form. */
export async function addTotp(
  browser: Browser,
  name = 'Phone',
  path = `${SECURITY}/totp`,
): Promise<{ key: Buffer; answer: Answer }> {
  const page = await browser.get(path);
  const key = keyOn(page);
  const fields = { ...hiddenFields(page.text), name, code: codeOf(key) };
  return { key, answer: await browser.post(`${SECURITY}/totp`, fields) };
}

export const codesOn = ({ text }: Answer): string[] =>
  [...text.matchAll(/<code>([0-9a-z]{5}-[0-9a-z]{5})<\/code>/g)].map(([, code]) => code);

/** Keeps the recovery codes that a page shows. */
export async function keepCodes(browser: Browser, page: Answer): Promise<string[]> {
  await browser.post(`${SECURITY}/recovery-codes`, hiddenFields(page.text));
  return codesOn(page);
}

export async function protect(app: TestApp, person: Person): Promise<Protected> {
  const browser = await signedInBrowser(app, person);
  const { key, answer } = await addTotp(browser);
  const recovery = await keepCodes(browser, answer);
  await forgetUsed(app, person);
  return { ...person, key, recovery, browser };
}

export const aProtectedPerson = async (app: TestApp): Promise<Protected> => protect(app, await aPerson(app));

/** A browser in which somebody proved the password, and the page that it then sees. */
export async function halfSignedIn(
  app: TestApp,
  person: { readonly email: string; readonly password: string },
  path = '/sign-in',
  browser = new Browser(app.url),
): Promise<{ browser: Browser; page: Answer }> {
  return { browser, page: await browser.signIn(await browser.get(path), person) };
}

/** Sends a second factor with the form that `page` shows. */
export const verify = (browser: Browser, page: Answer, fields: Record<string, string>): Promise<Answer> =>
  browser.post('/sign-in/verify', { ...hiddenFields(page.text), ...fields });

/** Signs in with both factors. */
export async function fullySignedIn(app: TestApp, person: Protected, path = '/sign-in'): Promise<Browser> {
  await forgetUsed(app, person);
  const { browser, page } = await halfSignedIn(app, person, path);
  await verify(browser, page, { code: codeOf(person.key) });
  return browser;
}

/** How the newest session of somebody was proven. */
export async function amrOf(app: TestApp, { id }: { readonly id: number }): Promise<string | undefined> {
  const rows = await app.database.query<{ amr: string }>(
    'SELECT amr FROM sessions WHERE user_id = ? ORDER BY created_at DESC, authenticated_at DESC LIMIT 1',
    [id],
  );
  return rows[0]?.amr;
}
