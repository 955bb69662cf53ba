import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, hiddenFields } from '../support/browser.js';
import { authorize, codeOf } from '../support/flows.js';
import type { Answer } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

/** A browser in which the administrator is signed in, and has connected the app before. */
async function aBrowser(): Promise<Browser> {
  const browser = new Browser(app.url);
  codeOf((await authorize(app, app.demo.clients.web_app, app.demo.users.admin, { browser })).end);
  return browser;
}

function ask(browser: Browser, prompt?: string): Promise<Answer> {
  const { client_id, redirect_uris } = app.demo.clients.web_app;
  const query = { response_type: 'code', client_id, redirect_uri: redirect_uris[0], ...(prompt && { prompt }) };
  return browser.get(`/oauth/authorize?${new URLSearchParams(query).toString()}`);
}

const asksForPassword = ({ text }: Answer): boolean => text.includes('name="password"');
const asksForConsent = ({ text }: Answer): boolean => text.includes('name="decision"');

/** The stored request that a sign-in page goes on with. */
const requestBehind = (page: Answer): string =>
  new URLSearchParams(hiddenFields(page.text).return_to.split('?')[1]).get('request') ?? '';

describe.each(['login', 'select_account'])('prompt=%s', (prompt) => {
  it('is satisfied by one new sign-in, which leads on to the code', async () => {
    const browser = await aBrowser();
    codeOf(await ask(browser));
    const page = await ask(browser, prompt);
    expect(asksForPassword(page)).toBe(true);
    codeOf(await browser.signIn(page, app.demo.users.admin));
    codeOf(await ask(browser));
  });

  it('asks anew each time, however fresh the session is', async () => {
    const browser = await aBrowser();
    for (let time = 0; time < 2; time++) {
      const page = await ask(browser, prompt);
      expect(asksForPassword(page)).toBe(true);
      await browser.signIn(page, app.demo.users.admin);
    }
    expect(asksForPassword(await ask(browser, prompt))).toBe(true);
  });

  it('goes together with consent, which is asked after the sign-in', async () => {
    const browser = await aBrowser();
    const page = await browser.signIn(await ask(browser, `${prompt} consent`), app.demo.users.admin);
    expect(asksForConsent(page)).toBe(true);
    codeOf(await browser.consent(page, [app.demo.companies.main.id]));
  });

  it('is not satisfied by going back to the request in the old session', async () => {
    const browser = await aBrowser();
    const request = requestBehind(await ask(browser, prompt));
    expect(asksForPassword(await browser.get(`/consent?request=${request}`))).toBe(true);
  });

  it('is not satisfied by a consent form of the old session', async () => {
    const browser = await aBrowser();
    const form = await ask(browser, 'consent');
    expect(asksForConsent(form)).toBe(true);
    const page = await ask(browser, prompt);
    const request = requestBehind(page);
    for (const decision of ['allow', 'deny']) {
      const company_ids = String(app.demo.companies.main.id);
      const end = await browser.post('/consent', { ...hiddenFields(form.text), request, decision, company_ids });
      expect([end.headers.get('location'), asksForPassword(end)]).toEqual([null, true]);
    }
    codeOf(await browser.signIn(page, app.demo.users.admin));
  });
});
