import { Browser, hiddenFields } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import type { TestApp } from '../support/start-app.js';

export type Person = keyof TestApp['demo']['users'];

/** A browser in which somebody of the demo is signed in. */
export async function browserOf(
  app: TestApp,
  user: Person | { readonly email: string; readonly password: string },
  headers: Readonly<Record<string, string>> = {},
): Promise<Browser> {
  const browser = new Browser(app.url, headers);
  await browser.signIn(await browser.get('/sign-in'), typeof user === 'string' ? app.demo.users[user] : user);
  return browser;
}

/** The token of the forms of a page; those of the sign-out form are others. */
export function formToken(page: Answer): string {
  const forms = page.text.split('<form').slice(1);
  const form = forms.find((text) => !text.includes('action="/sign-out"') && text.includes('csrf_token'));
  if (!form) throw new Error('The page has no form of its own.');
  return hiddenFields(form).csrf_token;
}

/** All hidden fields of the form that posts to `action`. */
export function fieldsOf(page: Answer, action: string): Record<string, string> {
  const form = page.text.split('<form').find((text) => text.includes(`action="${action}"`));
  if (!form) throw new Error(`The page has no form for ${action}.`);
  return hiddenFields(form.split('</form>')[0]);
}

/** Posts the form of `page` that leads to `action`, its fields filled in or altered by `change`. */
export const submit = (
  browser: Browser,
  page: Answer,
  action: string,
  change: Record<string, string | string[]> = {},
): Promise<Answer> => browser.post(action, { ...fieldsOf(page, action), ...change });

/** What the folded question says in which the form that posts to `action` stands; undefined where it stands in none. */
export function askedBefore(page: Answer, action: string): string | undefined {
  const folded = page.text.split('<details').slice(1);
  const question = folded.map((text) => text.split('</details>')[0]).find((text) => text.includes(`"${action}"`));
  if (question === undefined || /^[^>]* open/.test(question)) return undefined;
  return question
    .replace(/^[^>]*>|<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** What a page says, without its marks. */
export const textOf = (page: Answer): string => page.text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

export const locationOf = (answer: Answer): string => answer.headers.get('location') ?? '';
