import { signedInBrowser } from '../accounts/invited.js';
import { Browser, hiddenFields } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import type { TestApp } from '../support/start-app.js';
import { SECURITY } from './a-factor.js';
import { SoftAuthenticator } from './authenticator.js';

const PATH = `${SECURITY}/passkey`;

async function optionsOf(browser: Browser, page: Answer, path: string) {
  const { status, body, text } = await browser.post(path, hiddenFields(page.text));
  if (status !== 200) throw new Error(`No options: ${status} ${text.slice(0, 500)}`);
  return body as { readonly challenge: string; readonly user: { readonly id: string } };
}

/** Adds a passkey in a browser that is signed in. */
export async function addPasskey(app: TestApp, browser: Browser): Promise<SoftAuthenticator> {
  const passkey = new SoftAuthenticator(app.configuration.issuer);
  const page = await browser.get(PATH);
  const credential = passkey.create(await optionsOf(browser, page, `${PATH}/options`));
  await browser.post(PATH, { ...hiddenFields(page.text), name: 'Key', credential });
  return passkey;
}

/** Signs in with a password and adds a passkey. */
export async function enrolled(app: TestApp, person: { readonly email: string; readonly password: string }) {
  const browser = await signedInBrowser(app, person);
  return { browser, passkey: await addPasskey(app, browser) };
}

/** Signs in by passkey alone, in a new browser. */
export async function aloneWith(app: TestApp, passkey: SoftAuthenticator): Promise<Answer> {
  const browser = new Browser(app.url);
  const page = await browser.get('/sign-in');
  const credential = passkey.get(await optionsOf(browser, page, '/sign-in/passkey/options'));
  return browser.post('/sign-in/passkey', { ...hiddenFields(page.text), credential });
}
