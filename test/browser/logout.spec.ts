import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Api, as } from '../apps/api.js';
import { aParty, changeParty, type RelyingParty, signIn as idTokenOf } from '../openid/relying-party.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { faultsOf } from './accessibility.js';
import { Chromium, screenshot } from './chromium.js';
import { type ListeningApp, listeningApp } from './listening-app.js';
import { follow, LOOKS, signIn } from './people.js';

let app: TestApp;
let chromium: Chromium;
let developer: Api;
let site: ListeningApp;
let party: RelyingParty & Awaited<ReturnType<typeof aParty>>;
let issuer: string;
let back: string;

beforeAll(async () => {
  [app, chromium, site] = await Promise.all([startApp(), Chromium.launch(), listeningApp()]);
  issuer = app.configuration.issuer;
  developer = await as(app, 'developer');
  party = await aParty(developer);
  back = `http://127.0.0.1:${site.port}/signed-out`;
  await changeParty(developer, party, { post_logout_redirect_uris: [back] });
});
afterEach(async () => {
  const problems = chromium.takeProblems();
  await chromium.forget();
  expect(problems).toEqual([]);
});
afterAll(async () => {
  await chromium.close();
  await site.close();
  await app.close();
});

async function signedIn(look: keyof typeof LOOKS): Promise<Page> {
  const page = await chromium.visitor(LOOKS[look]);
  await page.goto(`${issuer}/sign-in`);
  await signIn(page, app.demo.users.admin);
  return page;
}

const logout = (parameters: Record<string, string>): string =>
  `${issuer}/oauth/logout?${new URLSearchParams(parameters).toString()}`;

const isSignedIn = async (page: Page): Promise<boolean> => {
  await page.goto(`${issuer}/sign-out`);
  return (await page.locator('form').count()) > 0;
};

describe('a logout that an app asks for', () => {
  it.each(Object.keys(LOOKS))('can be read and decided as %s, and leads back to the app', async (look) => {
    const page = await signedIn(look);
    await page.goto(logout({ client_id: party.client_id, post_logout_redirect_uri: back, state: 'bye' }));
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, `logout-${look}`);
    await follow(page.locator('button[value=sign_out]'));
    expect(page.url()).toBe(`${back}?state=bye`);
    await page.goto(logout({ client_id: party.client_id, post_logout_redirect_uri: back }));
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, `signed-out-${look}`);
    await follow(page.locator('main a.button'));
    expect(page.url()).toBe(back);
  });

  it('says what is wrong with it, and how to sign out all the same', async () => {
    const page = await signedIn('light');
    await page.goto(logout({ client_id: party.client_id, post_logout_redirect_uri: 'https://evil.example/' }));
    expect(chromium.takeProblems()).toEqual([expect.stringContaining('status of 400')]);
    expect(await faultsOf(page)).toEqual([]);
    await screenshot(page, 'logout-refused');
    await follow(page.getByRole('link', { name: 'Sign out here' }));
    expect(page.url()).toBe(`${issuer}/sign-out`);
  });

  it('is done at once where an ID token proves whom it is about, also when another site posts it', async () => {
    const { id_token } = await idTokenOf(app, party, app.demo.users.admin);
    const page = await signedIn('light');
    await page.goto(`http://127.0.0.1:${site.port}/`);
    const fields = { id_token_hint: id_token, post_logout_redirect_uri: back };
    const submit = `((action, fields) => {
      const form = Object.assign(document.createElement('form'), { method: 'post', action });
      for (const [name, value] of Object.entries(fields)) {
        form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
      }
      document.body.append(form);
      form.submit();
    })(${JSON.stringify(`${issuer}/oauth/logout`)}, ${JSON.stringify(fields)})`;
    await Promise.all([page.waitForURL(back), page.evaluate(submit)]);
    expect(await isSignedIn(page)).toBe(false);
  });
});
