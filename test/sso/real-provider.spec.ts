import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { whoIs } from '../accounts/invited.js';
import { type Api, as, expectStatus } from '../apps/api.js';
import { authorizeUrl } from '../browser/people.js';
import { codeOf } from '../support/flows.js';
import { RealProvider, signInThere } from './real-provider.js';
import {
  begin,
  freshDomain,
  newBrowser,
  pathOf,
  proveDomain,
  register,
  type Registered,
  startSso,
  type SsoApp,
} from './setting.js';

let app: SsoApp;
let admin: Api;
let real: RealProvider;
let northwind: Registered;
const domain = freshDomain();

beforeAll(async () => {
  app = await startSso();
  real = await RealProvider.start(app.configuration.issuer);
  admin = await as(app, 'admin');
  northwind = await register(admin, app.demo.companies.main.id, real.issuer, { creates_members: true });
  real.knows(northwind.handle);
  await proveDomain(app, admin, northwind, domain);
  for (const login of ['ada', 'kim']) {
    real.people.set(login, { email: `${login}@${domain}`, email_verified: login === 'ada', name: `${login} Bauer` });
  }
});
afterAll(async () => {
  await real.stop();
  await app.close();
});

describe('a certified OpenID Provider', () => {
  it('is found by its issuer alone, and knows our client', async () => {
    const shown = expectStatus(await admin.get(northwind.path), 200).body as Record<string, string>;
    expect(shown).toMatchObject({ authorization_endpoint: `${real.issuer}/auth`, jwks_uri: `${real.issuer}/jwks` });
    expect(shown.end_session_endpoint).toBe(`${real.issuer}/session/end`);
    const tested = expectStatus(await admin.post(`${northwind.path}/actions/test`), 200).body as object;
    expect(tested).toEqual({
      usable: true,
      checks: ['discovery', 'keys', 'client'].map((check) => ({ check, outcome: 'pass', detail: null })),
    });
  });

  it('tells when the secret is wrong', async () => {
    const wrong = await register(admin, app.demo.companies.other.id, real.issuer, { client_secret: 'guessed' });
    const tested = expectStatus(await admin.post(`${wrong.path}/actions/test`), 200).body as { checks: object[] };
    expect(tested).toMatchObject({ usable: false });
    expect(tested.checks[2]).toEqual({
      check: 'client',
      outcome: 'fail',
      detail: 'token endpoint: status 401, error invalid_client',
    });
  });

  it('signs somebody new in, and the same person again', async () => {
    for (let times = 0; times < 2; times++) {
      const browser = newBrowser(app);
      const callback = await signInThere(await begin(browser, northwind), 'ada');
      expect(callback).toContain(`/sign-in/sso/${northwind.handle}/callback?`);
      await browser.get(pathOf(callback));
      expect(await whoIs(browser)).toBe(`ada Bauer (ada@${domain})`);
    }
    const links = await app.database.query('SELECT subject FROM linked_identities');
    expect(links).toEqual([{ subject: 'ada' }]);
  });

  it('signs nobody in whose e-mail it has not verified, unless the company says that it counts', async () => {
    const come = async () => {
      const browser = newBrowser(app);
      await browser.get(pathOf(await signInThere(await begin(browser, northwind), 'kim')));
      return whoIs(browser);
    };
    expect(await come()).toBeUndefined();
    expectStatus(await admin.patch(northwind.path, { email_addresses_are_authoritative: true }), 200);
    expect(await come()).toContain('kim');
  });

  it('leads on to the app that asked who somebody is', async () => {
    const browser = newBrowser(app);
    const { web_app } = app.demo.clients;
    const { url } = authorizeUrl(app.url, web_app);
    const page = await browser.get(pathOf(url));
    const [, returnTo] = /name="return_to" value="([^"]*)"/.exec(page.text) ?? [];
    const callback = await signInThere(await begin(browser, northwind, returnTo.replaceAll('&amp;', '&')), 'ada');
    const consent = await browser.get(pathOf(callback));
    expect(consent.text).toContain('name="decision"');
    expect(codeOf(await browser.consent(consent, []))).not.toBe('');
  });
});
