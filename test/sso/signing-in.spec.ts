import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Users } from '../../src/identity/index.js';
import { titleOf, whoIs } from '../accounts/invited.js';
import { allSent, mailsTo } from '../accounts/mailbox.js';
import { type Api, as, auditOf, expectStatus } from '../apps/api.js';
import { aMember, aPerson } from '../directory/people.js';
import { hiddenFields } from '../support/browser.js';
import { OddProvider } from './odd-provider.js';
import {
  begin,
  come,
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
let odd: OddProvider;
let main: number;
let northwind: Registered;
const domain = freshDomain();
let people = 0;

const ada = (more: object = {}) => {
  const sub = `ada-${++people}`;
  return { sub, email: `${sub}@${domain}`, email_verified: true, name: 'Ada Bauer', ...more };
};

beforeAll(async () => {
  [app, odd] = await Promise.all([startSso(), OddProvider.start()]);
  admin = await as(app, 'admin');
  main = app.demo.companies.main.id;
  northwind = await register(admin, main, odd.issuer, { creates_members: true });
  await proveDomain(app, admin, northwind, domain);
});
afterEach(() => {
  odd.odd = {};
});
afterAll(async () => {
  await odd.stop();
  await app.close();
});

const userOf = (email: string) => app.app.get(Users).findByEmail(email);

const memberOf = async (userId: number): Promise<{ status: string; role: string } | undefined> => {
  const sql = 'SELECT status, role, permission_template_id FROM members WHERE company_id = ? AND principal_id = ?';
  const [row] = await app.database.query<{ status: string; role: string }>(sql, [main, userId]);
  return row;
};

describe('the sign-in page', () => {
  const submit = async (email: string, more: Record<string, string> = {}) => {
    const browser = newBrowser(app);
    const page = await browser.get('/sign-in?return_to=/docs');
    return browser.post('/sign-in', { ...hiddenFields(page.text), email, ...more });
  };

  it('leads people of a proven domain to their provider, by their domain alone', async () => {
    const person = ada();
    await come(newBrowser(app), northwind, odd, person);
    for (const email of [person.email, `nobody-at-all@${domain.toUpperCase()}`]) {
      const page = await submit(email, { way: 'company' });
      expect(page.status).toBe(200);
      expect(titleOf(page)).toBe('Sign in at Northwind ID');
      const [, path] = /<meta http-equiv="refresh" content="0; url=([^"]*)"/.exec(page.text) ?? [];
      const query = new URL(path.replaceAll('&amp;', '&'), app.url).searchParams;
      expect(Object.fromEntries(query)).toEqual({ return_to: '/docs', login_hint: email });
    }
  });

  it('tells everybody else that there is no such sign-in', async () => {
    for (const email of [
      app.demo.users.admin.email,
      'nobody@elsewhere.example',
      `a@eu.${domain}`,
      `a@x${domain}`,
      '',
    ]) {
      const page = await submit(email, { way: 'company' });
      expect([page.status, page.text.includes('No company has its own sign-in')]).toEqual([422, true]);
    }
  });

  it('offers the provider beside the password while it is not enforced', async () => {
    const person = await app.app.get(Users).create({ email: `pw@${domain}`, name: 'P', password: 'long enough' });
    const wrong = await submit(person.email, { password: 'not it at all' });
    expect([wrong.status, wrong.text.includes('Continue to Northwind ID')]).toEqual([401, true]);
    expect((await submit(person.email, { password: 'long enough' })).headers.get('location')).toBe('/docs');
  });
});

describe('the way to the provider', () => {
  it('has PKCE, a nonce, a state, and a redirect URI of its own; and the hint of who signs in', async () => {
    const start = await newBrowser(app).get(`/sign-in/sso/${northwind.handle}/start?login_hint=a@b.example`);
    expect([start.status, start.headers.get('cache-control')]).toEqual([303, 'no-store']);
    const url = new URL(start.headers.get('location') ?? '');
    expect(url.origin + url.pathname).toBe(`${odd.issuer}/authorize`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'gatehouse',
      redirect_uri: `${app.configuration.issuer}/sign-in/sso/${northwind.handle}/callback`,
      scope: 'openid email profile',
      state: expect.stringMatching(/^[0-9A-Za-z]{43}$/),
      nonce: expect.stringMatching(/^[0-9A-Za-z]{22}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      login_hint: 'a@b.example',
    });
  });

  it('asks the provider to ask again, where somebody is signed in here and is to sign in all the same', async () => {
    const browser = newBrowser(app);
    const promptIn = async (): Promise<string | null> =>
      new URL(await begin(browser, northwind)).searchParams.get('prompt');
    expect(await promptIn()).toBeNull();
    await come(browser, northwind, odd, ada());
    expect(await promptIn()).toBe('login');
  });

  it('is closed for a while to a network that begins too often', async () => {
    const path = `/sign-in/sso/${northwind.handle}/start`;
    for (let batch = 0; batch < 10; batch++) {
      await Promise.all(Array.from({ length: 30 }, () => fetch(app.url + path, { redirect: 'manual' })));
    }
    const page = await newBrowser(app).get(path);
    expect([page.status, titleOf(page)]).toEqual([429, 'Too many sign-ins']);
    expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0);
    await app.database.execute('DELETE FROM throttles');
  });

  it('keeps nothing that opens anything: state, verifier and nonce are hashed or sealed', async () => {
    const url = new URL(await begin(newBrowser(app), northwind));
    const rows = JSON.stringify(await app.database.query('SELECT * FROM sso_flows'));
    for (const name of ['state', 'nonce', 'code_challenge']) expect(rows).not.toContain(url.searchParams.get(name));
  });

  it.each(['x', '0000000000000000000000', '%00', 'callback/start', '..%2f'])('does not begin at %s', async (handle) => {
    const page = await newBrowser(app).get(`/sign-in/sso/${handle}/start`);
    expect(page.status).toBeGreaterThanOrEqual(400);
    expect(page.status).toBeLessThan(500);
  });
});

describe('somebody new', () => {
  it('becomes a user without a password and an active member, once', async () => {
    const person = ada();
    const browser = newBrowser(app);
    await come(browser, northwind, odd, person);
    expect(await whoIs(browser)).toContain(person.email);
    const user = await userOf(person.email);
    expect(user).toMatchObject({ name: 'Ada Bauer', enabled: true });
    expect(await app.app.get(Users).hasPassword(user?.id ?? 0)).toBe(false);
    expect(await memberOf(user?.id ?? 0)).toMatchObject({ status: 'active', role: 'member' });
    const actions = (await auditOf(app, 'user', user?.id ?? 0)).map(({ action }) => action);
    expect(actions).toEqual(['user.created', 'user.identity_linked']);
    await come(newBrowser(app), northwind, odd, person);
    expect(await auditOf(app, 'user', user?.id ?? 0)).toHaveLength(2);
    await allSent(app);
    expect(await mailsTo(app, person.email)).toEqual([]);
  });

  it('becomes one user, however many of their browsers come at once', async () => {
    const person = ada();
    const browsers = Array.from({ length: 5 }, () => newBrowser(app));
    const paths: string[] = [];
    for (const browser of browsers) paths.push(pathOf(odd.authorize(await begin(browser, northwind), person)));
    await Promise.all(browsers.map((browser, at) => browser.get(paths[at])));
    for (const browser of browsers) expect(await whoIs(browser)).toContain(person.email);
    const links = await app.database.query('SELECT id FROM linked_identities WHERE subject = ?', [person.sub]);
    expect(links).toHaveLength(1);
  });

  it('is told by the ID token, too', async () => {
    odd.odd = { tellsInToken: true, userinfo: () => 'nobody asks' };
    const browser = newBrowser(app);
    const person = ada();
    await come(browser, northwind, odd, person);
    expect(await whoIs(browser)).toContain(person.email);
  });

  it('gets the default template of the company, and another name where the provider gives none', async () => {
    const template = {
      name: 'SSO people',
      type: 'company_tools',
      user_access_levels: { 'company.directory': 'read_only' },
    };
    const path = `/companies/${main}/permission_templates`;
    const { id } = expectStatus(await admin.post(path, { permission_template: template }), 200).body as { id: number };
    expectStatus(await admin.patch(northwind.path, { default_permission_template_id: id }), 200);
    const person = ada({ name: '\u202e\u0007' });
    await come(newBrowser(app), northwind, odd, person);
    const user = await userOf(person.email);
    expect(user?.name).toBe(person.email.split('@')[0]);
    expect(await memberOf(user?.id ?? 0)).toMatchObject({ permission_template_id: expect.anything() });
    expectStatus(await admin.patch(northwind.path, { default_permission_template_id: null }), 200);
  });

  it('uses the invitation that waits for them, also where the company adds nobody by itself', async () => {
    expectStatus(await admin.patch(northwind.path, { creates_members: false }), 200);
    const person = ada();
    const invited = { email_address: person.email, first_name: 'Ada', last_name: 'Invited' };
    expectStatus(await admin.post(`/companies/${main}/users`, { user: invited }), 201);
    const browser = newBrowser(app);
    const location = await begin(browser, northwind, '/invitation?token=whatever');
    const end = await browser.get(pathOf(odd.authorize(location, person)));
    expect(end.headers.get('location')).toBe('/invitation/accepted');
    const user = await userOf(person.email);
    expect(await memberOf(user?.id ?? 0)).toMatchObject({ status: 'active' });
    expectStatus(await admin.patch(northwind.path, { creates_members: true }), 200);
  });
});

describe('an invitation that is not open any more', () => {
  const invited = async (): Promise<{ person: ReturnType<typeof ada>; id: number }> => {
    const person = ada();
    const user = { email_address: person.email, first_name: 'Ada', last_name: 'Invited' };
    const { id } = expectStatus(await admin.post(`/companies/${main}/users`, { user }), 201).body as { id: number };
    await app.database.execute('UPDATE company_invitations SET expires_at = 1 WHERE email_key = ?', [person.email]);
    await app.database.execute("UPDATE members SET role = 'admin' WHERE principal_id = ?", [id]);
    return { person, id };
  };

  it('gives nobody what it would have given', async () => {
    const { person, id } = await invited();
    await come(newBrowser(app), northwind, odd, person);
    const user = await userOf(person.email);
    expect(await memberOf(user?.id ?? 0)).toMatchObject({ status: 'active', role: 'member' });
    expect(await memberOf(id)).toBeUndefined();
  });

  it('lets nobody in where the company adds nobody by itself', async () => {
    expectStatus(await admin.patch(northwind.path, { creates_members: false }), 200);
    const { person, id } = await invited();
    const page = await come(newBrowser(app), northwind, odd, person);
    expect(titleOf(page)).toBe('You have no account here');
    expect(await userOf(person.email)).toBeUndefined();
    expect(await memberOf(id)).toMatchObject({ status: 'invited' });
    expectStatus(await admin.patch(northwind.path, { creates_members: true }), 200);
  });
});

describe('somebody with an account', () => {
  it('is linked, told by mail, and keeps their password; the next time they come by their subject', async () => {
    const known = await app.app.get(Users).create({ email: `Known@${domain}`, name: 'Kim', password: 'long enough' });
    const person = ada({ email: `known@${domain}` });
    const browser = newBrowser(app);
    await come(browser, northwind, odd, person);
    expect(await whoIs(browser)).toContain('Kim');
    await allSent(app);
    expect(await mailsTo(app, known.email)).toHaveLength(1);
    expect(await app.app.get(Users).hasPassword(known.id)).toBe(true);
    const again = newBrowser(app);
    await come(again, northwind, odd, { sub: person.sub, email: `renamed@${domain}`, email_verified: false });
    expect(await whoIs(again)).toContain('Kim');
    expect(await userOf(`renamed@${domain}`)).toBeUndefined();
  });

  it('stays deactivated where the company deactivated them', async () => {
    const person = ada();
    await come(newBrowser(app), northwind, odd, person);
    const user = await userOf(person.email);
    expectStatus(await admin.patch(`/companies/${main}/users/${user?.id}`, { user: { is_active: false } }), 200);
    const browser = newBrowser(app);
    await come(browser, northwind, odd, person);
    expect(await memberOf(user?.id ?? 0)).toMatchObject({ status: 'inactive' });
  });

  it('does not stay signed in as somebody else', async () => {
    const other = await aPerson(app);
    const browser = newBrowser(app);
    await browser.signIn(await browser.get('/sign-in'), other);
    const person = ada();
    await come(browser, northwind, odd, person);
    expect(await whoIs(browser)).toContain(person.email);
  });

  it('is no second member where the company has them', async () => {
    const member = await aMember(app, main);
    await app.database.execute('UPDATE users SET email = ?, email_key = ? WHERE principal_id = ?', [
      `moved@${domain}`,
      `moved@${domain}`,
      member.id,
    ]);
    await come(newBrowser(app), northwind, odd, ada({ email: `moved@${domain}` }));
    expect(await memberOf(member.id)).toMatchObject({ status: 'active' });
  });
});

describe('going on', () => {
  it('leads where the person came from, and nowhere else', async () => {
    for (const [wanted, led] of [
      ['/docs', '/docs'],
      ['//evil.example', '/'],
      ['https://evil.example/', '/'],
    ]) {
      const browser = newBrowser(app);
      const callback = pathOf(odd.authorize(await begin(browser, northwind, wanted), ada()));
      const end = await browser.get(callback);
      expect(end.headers.get('location') ?? '/').toBe(led);
    }
  });

  it('lets two tabs end, each with its own state', async () => {
    const browser = newBrowser(app);
    const [one, two] = [await begin(browser, northwind), await begin(browser, northwind)];
    const person = ada();
    await browser.get(pathOf(odd.authorize(two, person)));
    await browser.get(pathOf(odd.authorize(one, person)));
    expect(await whoIs(browser)).toContain(person.email);
  });

  it('ends our session at sign-out, and offers to end that of the provider', async () => {
    const browser = newBrowser(app);
    await come(browser, northwind, odd, ada());
    const page = await browser.get('/sign-out');
    const end = await browser.post('/sign-out', hiddenFields(page.text));
    expect(titleOf(end)).toBe('You are signed out');
    const [, href] = /href="(http[^"]*\/end[^"]*)"/.exec(end.text) ?? [];
    expect(Object.fromEntries(new URL(href.replaceAll('&amp;', '&')).searchParams)).toEqual({
      client_id: 'gatehouse',
      post_logout_redirect_uri: `${app.configuration.issuer}/sign-in`,
    });
    expect(await whoIs(browser)).toBeUndefined();
  });
});
