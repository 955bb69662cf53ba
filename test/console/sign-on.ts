import type { Browser } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import { CLIENT } from '../sso/odd-provider.js';
import { fieldsOf, locationOf, submit } from './visiting.js';

/** What somebody types into the form of a new provider. */
export const typed = (issuer: string, change: Record<string, string> = {}): Record<string, string> => ({
  name: 'Northwind ID',
  mode: 'discover',
  issuer,
  ...CLIENT,
  scopes: 'openid email profile',
  ...change,
});

/** Sends the form of a new provider, opened anew. */
export const registering = async (
  browser: Browser,
  base: string,
  fields: Record<string, string | string[]>,
): Promise<Answer> => submit(browser, await browser.get(`${base}/new`), `${base}/new`, fields);

/** The address of the page to which an answer leads, without what it says was done. */
export const pageOf = (answer: Answer): string => locationOf(answer).split('?', 1)[0];

export const inCode = (page: Answer, id: string): string =>
  new RegExp(`id="${id}">([^<]+)<`).exec(page.text)?.[1] ?? '';

/** The endpoints that a form was handed out with. */
export const endpointsIn = (page: Answer): Record<string, string> =>
  Object.fromEntries(
    [...page.text.matchAll(/name="(\w+_endpoint|jwks_uri)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  );

/** The form of a review with whom it names, of whom hidden fields keep several under one name. */
export const reviewed = (page: Answer, action: string): Record<string, string | string[]> => ({
  ...fieldsOf(page, action),
  administrators: [...page.text.matchAll(/name="administrators" value="(\d+)"/g)].map(([, id]) => id),
});
