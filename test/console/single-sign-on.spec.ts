import { Writable } from 'node:stream';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Api, as, auditOf, expectStatus } from '../apps/api.js';
import { aMember } from '../directory/people.js';
import { CLIENT, OddProvider } from '../sso/odd-provider.js';
import { LOCAL, register } from '../sso/setting.js';
import type { Browser } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { endpointsIn, inCode, pageOf, registering, typed } from './sign-on.js';
import { askedBefore, browserOf, fieldsOf, locationOf, submit, textOf } from './visiting.js';

let app: TestApp;
let odd: OddProvider;
let admin: Browser;
let api: Api;
let main: number;
let base: string;
let log = '';

beforeAll(async () => {
  const sink = new Writable({
    write: (chunk: Buffer, _, done) => {
      log += chunk.toString();
      done();
    },
  });
  [app, odd] = await Promise.all([startApp({ ...LOCAL, LOG_LEVEL: 'trace' }, sink), OddProvider.start()]);
  main = app.demo.companies.main.id;
  base = `/console/companies/${main}/single-sign-on`;
  api = await as(app, 'admin');
});
beforeEach(async () => {
  admin = await browserOf(app, 'admin');
});
afterAll(async () => {
  await odd.stop();
  await app.close();
});

type Provider = Record<string, unknown> & { readonly id: number };
const all = (): string => `/companies/${main}/identity_providers`;
const listed = async (): Promise<Provider[]> => expectStatus(await api.get(all()), 200).body;
const read = async (id: number): Promise<Provider> =>
  expectStatus(await api.get(`${all()}/${id}`), 200).body as Provider;

/** A server that answers everything alike; null: not at all. */
async function answering(body: string | null): Promise<Server & { readonly url: string }> {
  const server = createServer((_, response) => {
    if (body !== null) response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(server, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

describe('a company without single sign-on', () => {
  it('reads what it is for and what it needs, finds it in the menu, and registers a provider once', async () => {
    const empty = await admin.get(base);
    expect(textOf(empty)).toContain('You need a client ID and a client secret from the provider');
    expect(empty.text).toContain(`href="${base}" aria-current="page"`);
    const form = await admin.get(`${base}/new`);
    const redirectUri = inCode(form, 'redirect-uri');
    expect(redirectUri).toMatch(/\/sign-in\/sso\/[0-9A-Za-z]{22}\/callback$/);
    expect(inCode(await admin.get(`${base}/new`), 'redirect-uri')).toBe(redirectUri);
    const fields = typed(odd.issuer, { creates_members: 'true' });
    const [one, two] = await Promise.all([1, 2].map(() => submit(admin, form, `${base}/new`, fields)));
    expect([one.status, two.status]).toEqual([303, 303]);
    expect(pageOf(one)).toBe(pageOf(two));
    expect([one, two].map((answer) => locationOf(answer).split('=')[1]).sort()).toEqual(['provider_added', 'repeated']);
    const [provider, ...more] = await listed();
    expect(more).toEqual([]);
    expect(provider).toMatchObject({
      name: 'Northwind ID',
      redirect_uri: redirectUri,
      token_endpoint: `${odd.issuer}/token`,
      creates_members: true,
      enforced: false,
    });
    const page = await admin.get(pageOf(one));
    expect(inCode(page, 'redirect-uri')).toBe(redirectUri);
    expect(textOf(page)).toContain('Nobody can sign in there yet');
    expect(textOf(await admin.get(base))).toMatch(/Northwind ID\s+Active\s+No domains yet/);
    expect(inCode(await admin.get(`${base}/new`), 'redirect-uri')).not.toBe(redirectUri);
  });
});

describe('the form of a new provider', () => {
  it('keeps what was typed but for the secret, and says what is wrong, in both languages', async () => {
    const before = (await listed()).length;
    const wrongs: [Record<string, string>, string, string][] = [
      [{ name: '' }, 'name', 'Must not be empty'],
      [{ name: '\u200b' }, 'name', 'Must have a visible character'],
      [{ issuer: '' }, 'issuer', 'Must be an absolute address'],
      [{ issuer: 'nonsense' }, 'issuer', 'Must be an absolute address'],
      [{ issuer: 'https://10.0.0.1' }, 'issuer', 'Must lead into the public internet'],
      [{ issuer: 'http://169.254.169.254/' }, 'issuer', 'Must lead into the public internet'],
      [{ issuer: 'https://idp.invalid' }, 'issuer', 'The name leads to no address'],
      [{ issuer: 'https://u:p@idp.example' }, 'issuer', 'Must not have a user name'],
      [{ issuer: 'http://127.0.0.1:1025' }, 'issuer', 'Nobody answered there'],
      [{ issuer: `${odd.issuer}/` }, 'issuer', 'It names another issuer'],
      [{ issuer: `${odd.issuer}/nowhere` }, 'issuer', 'status 404'],
      [{ client_id: '' }, 'client_id', 'Must not be empty'],
      [{ client_secret: '' }, 'client_secret', 'Must not be empty'],
      [{ client_secret: 'ä secret' }, 'client_secret', 'Must be printable ASCII'],
      [{ scopes: 'openid  email' }, 'scopes', 'Must be scopes'],
      [{ token_endpoint: 'https://idp.example/token' }, 'token_endpoint', 'Was typed, but does not count'],
      [{ mode: 'hand' }, 'authorization_endpoint', 'Authorization endpoint: is required.'],
      [{ mode: 'hand', authorization_endpoint: `${odd.issuer}/a` }, 'token_endpoint', 'Token endpoint: is required.'],
      [{ default_permission_template_id: '987654' }, 'default_permission_template_id', 'Is no company template'],
      [{ default_permission_template_id: 'x' }, 'default_permission_template_id', 'Must be a whole number'],
      [{ token_endpoint_auth_method: 'none' }, 'token_endpoint_auth_method', 'Must be one of'],
    ];
    const secret = 'typed-and-never-sent-back-1';
    for (const [change, field, says] of wrongs) {
      const fields = typed(odd.issuer, { client_id: 'typed<"id', client_secret: secret, ...change });
      const answer = await registering(admin, base, fields);
      expect([change, answer.status]).toEqual([change, 422]);
      const told = new RegExp(`id="${field}-wrong"[^>]*>([^<]*)<`).exec(answer.text)?.[1];
      expect([change, told]).toEqual([change, expect.stringContaining(says)]);
      if (!('client_id' in change)) expect(answer.text).toContain('value="typed&lt;&quot;id"');
      expect(answer.text).not.toContain(secret);
    }
    const spanish = await browserOf(app, 'admin', { 'accept-language': 'es' });
    const answer = await registering(spanish, base, typed('https://10.0.0.1'));
    expect(textOf(answer)).toContain('Debe llevar a la internet pública.');
    expect(textOf(await registering(spanish, base, typed(`${odd.issuer}/`)))).toContain('Nombra otro emisor');
    expect((await listed()).length).toBe(before);
  });

  it('names every endpoint that is missing at once, with what else is wrong', async () => {
    const wrongIn = (page: Answer): string[] => [...page.text.matchAll(/id="(\w+)-wrong"/g)].map(([, name]) => name);
    const both = ['authorization_endpoint', 'token_endpoint'];
    for (const [issuer, change, wrong] of [
      [odd.issuer, {}, [...both, 'jwks_uri']],
      ['', {}, [...both, 'userinfo_endpoint']],
      [odd.issuer, { userinfo_endpoint: `${odd.issuer}/userinfo` }, [...both, 'jwks_uri']],
      ['', { jwks_uri: `${odd.issuer}/jwks` }, [...both, 'userinfo_endpoint']],
      [odd.issuer, { name: '', client_id: '' }, ['name', ...both, 'jwks_uri', 'client_id']],
    ] as [string, Record<string, string>, string[]][]) {
      const answer = await registering(admin, base, typed(issuer, { mode: 'hand', ...change }));
      expect([answer.status, wrongIn(answer)]).toEqual([422, wrong]);
    }
    const spanish = await browserOf(app, 'admin', { 'accept-language': 'es' });
    const answer = await registering(spanish, base, typed(odd.issuer, { mode: 'hand' }));
    expect(textOf(answer)).toContain('Extremo de token: es obligatorio.');
  });

  it('waits for nobody: an issuer that answers garbage, nothing or too much is a fault of the form', async () => {
    const before = (await listed()).length;
    const servers = await Promise.all([answering('<html>'), answering('[]'), answering('x'.repeat(2_000_000))]);
    const says = ['The answer is not what is asked for', 'The answer is not what is asked for', 'too large'];
    for (const [at, { url }] of servers.entries()) {
      const answer = await registering(admin, base, typed(url));
      expect([answer.status, textOf(answer).includes(says[at])]).toEqual([422, true]);
    }
    const silent = await answering(null);
    const [slow, others] = await Promise.all([
      registering(admin, base, typed(silent.url)),
      // While it is waited for, nobody else is kept from writing.
      register(api, main, odd.issuer, { name: 'Meanwhile' }),
    ]);
    expect([slow.status, textOf(slow).includes('It took too long to answer')]).toEqual([422, true]);
    expect((await listed()).length).toBe(before + 1);
    expectStatus(await api.delete(others.path), 204);
    for (const server of [...servers, silent]) {
      server.closeAllConnections();
      server.close();
    }
  }, 40_000);

  it('names endpoints by hand, with or without an issuer, and only a template that makes no administrators', async () => {
    const template = async (name: string, level: string): Promise<string> => {
      const body = { name, type: 'company_tools', user_access_levels: { 'company.directory': level } };
      const made = await api.post(`/companies/${main}/permission_templates`, { permission_template: body });
      return String(made.body.id);
    };
    const [modest, mighty] = [await template('Visitors', 'read_only'), await template('Bosses', 'admin')];
    const form = await admin.get(`${base}/new`);
    expect([form.text.includes('Visitors'), form.text.includes('Bosses')]).toEqual([true, false]);
    const endpoints = {
      mode: 'hand',
      authorization_endpoint: `${odd.issuer}/authorize`,
      token_endpoint: `${odd.issuer}/token`,
      jwks_uri: `${odd.issuer}/jwks`,
    };
    const refused = await registering(
      admin,
      base,
      typed(odd.issuer, { ...endpoints, default_permission_template_id: mighty }),
    );
    expect([refused.status, textOf(refused).includes('Must not make administrators')]).toEqual([422, true]);
    const plain = { ...endpoints, jwks_uri: '', userinfo_endpoint: `${odd.issuer}/userinfo` };
    for (const [issuer, fields] of [
      [odd.issuer, endpoints],
      ['', plain],
    ] as [string, Record<string, string>][]) {
      const made = await registering(admin, base, typed(issuer, { ...fields, default_permission_template_id: modest }));
      expect([made.status, locationOf(made)]).toEqual([303, expect.stringContaining('done=provider_added')]);
      const id = Number(pageOf(made).split('/').at(-1));
      expect(await read(id)).toMatchObject({
        issuer: issuer || null,
        default_permission_template_id: Number(modest),
        token_endpoint: `${odd.issuer}/token`,
      });
      expectStatus(await api.delete(`${all()}/${id}`), 204);
    }
  });

  it('whose redirect URI somebody else took is shown with the new one, and registers nothing', async () => {
    const [mine, theirs] = [await admin.get(`${base}/new`), await admin.get(`${base}/new`)];
    const taken = await submit(admin, theirs, `${base}/new`, typed(odd.issuer));
    expect(taken.status).toBe(303);
    const before = await listed();
    const late = await submit(admin, mine, `${base}/new`, typed(odd.issuer, { name: 'Late' }));
    expect([late.status, textOf(late).includes('Another provider was registered meanwhile')]).toEqual([412, true]);
    expect(late.text).toContain('value="Late"');
    expect(inCode(late, 'redirect-uri')).not.toBe(inCode(mine, 'redirect-uri'));
    expect(await listed()).toEqual(before);
    expectStatus(await api.delete(`${all()}/${Number(pageOf(taken).split('/').at(-1))}`), 204);
  });

  it('that is altered, forged or cut short registers nothing', async () => {
    const before = await listed();
    for (const [change, status] of [
      [{ csrf_token: '' }, 403],
      [{ csrf_token: 'x' }, 403],
      [{ once: '' }, 409],
      [{ seen: '' }, 412],
      [{ mode: 'nowhere', issuer: 'x' }, 422],
    ] as [Record<string, string>, number][]) {
      const answer = await registering(admin, base, typed(odd.issuer, change));
      expect([change, answer.status]).toEqual([change, status]);
    }
    expect((await admin.post(`${base}/new`, {})).status).toBe(403);
    expect(await listed()).toEqual(before);
  });

  it('is refused in words once the company has ten', async () => {
    const sandbox = `/console/companies/${app.demo.companies.sandbox.id}/single-sign-on`;
    for (let n = 0; n < 10; n++) await register(api, app.demo.companies.sandbox.id, odd.issuer);
    const answer = await registering(admin, sandbox, typed(odd.issuer));
    expect([answer.status, textOf(answer).includes('as many identity providers as it may have')]).toEqual([409, true]);
  });
});

describe('a provider', () => {
  it('is changed, unless somebody else did meanwhile, and its secret goes nowhere unasked', async () => {
    const { id } = await register(api, main, odd.issuer);
    const at = `${base}/${id}`;
    const form = await admin.get(`${at}/change`);
    const { issuer } = odd;
    const given = { issuer, ...endpointsIn(form) };
    const same = { name: 'Renamed', mode: 'keep', client_id: CLIENT.client_id, scopes: 'openid email', ...given };
    const evil = await OddProvider.start();
    const elsewhere = await submit(admin, form, `${at}/change`, { ...same, mode: 'discover', issuer: evil.issuer });
    expect([elsewhere.status, elsewhere.text.includes('id="client_secret-wrong"')]).toEqual([422, true]);
    expect(elsewhere.text).toContain(`value="${evil.issuer}"`);
    expect(evil.seen).toEqual([]);
    await evil.stop();
    for (const [change, field] of [
      [{ name: '' }, 'name'],
      [{ client_id: '' }, 'client_id'],
      [{ mode: 'discover', issuer: '' }, 'issuer'],
      [{ issuer: 'https://login.elsewhere.example' }, 'issuer'],
      [{ token_endpoint: `${odd.issuer}/other` }, 'token_endpoint'],
      [{ token_endpoint_auth_method: 'none' }, 'token_endpoint_auth_method'],
    ] as [Record<string, string>, string][]) {
      const answer = await submit(admin, form, `${at}/change`, { ...same, ...change });
      expect([answer.status, answer.text.includes(`id="${field}-wrong"`)]).toEqual([422, true]);
    }
    expect((await submit(admin, form, `${at}/change`, { ...same, seen: 'x' })).status).toBe(412);
    expect((await submit(admin, form, `${at}/change`, { ...same, csrf_token: 'x' })).status).toBe(403);
    expect((await read(id)).name).toBe('Northwind ID');
    expect(locationOf(await submit(admin, form, `${at}/change`, same))).toBe(`${at}?done=saved`);
    expect((await submit(admin, form, `${at}/change`, { ...same, name: 'Late' })).status).toBe(412);
    expect(await read(id)).toMatchObject({ name: 'Renamed', issuer: odd.issuer, scopes: 'openid email' });
    const anew = { ...same, mode: 'discover', issuer: odd.issuer, client_secret: 'another-secret' };
    expect((await submit(admin, await admin.get(`${at}/change`), `${at}/change`, anew)).status).toBe(303);
  });

  it('is tried out, paused, resumed and deleted after a question', async () => {
    const { id } = await register(api, main, odd.issuer);
    const at = `${base}/${id}`;
    const page = await admin.get(at);
    const tested = await submit(admin, page, `${at}/test`);
    expect(textOf(tested)).toContain('The settings were tested. The two understand each other.');
    expect(tested.text).toMatch(/role="status" id="tested"(?:(?!<h2).)*Client ID and secret: works.*<h2/s);
    expectStatus(await api.patch(`${all()}/${id}`, { client_secret: 'wrong' }), 200);
    const failed = await submit(admin, page, `${at}/test`);
    expect(failed.text).toMatch(/role="alert" id="tested"(?:(?!<h2).)*1 of 3 checks failed.*<h2/s);
    expect(textOf(failed)).toContain('It does not accept the client ID and secret');
    expect(askedBefore(page, `${at}/pause`)).toMatch(/^Pause … Whoever signed in there is signed out at once/);
    expect(locationOf(await submit(admin, page, `${at}/pause`))).toBe(`${at}?done=provider_paused`);
    expect((await read(id)).active).toBe(false);
    const paused = await admin.get(at);
    expect(textOf(paused)).toMatch(/Northwind ID\s+Paused/);
    expect(locationOf(await submit(admin, paused, `${at}/resume`))).toBe(`${at}?done=provider_resumed`);
    expect((await admin.get(`${at}/delete`)).text).toContain('Delete Northwind ID?');
    expect((await read(id)).active).toBe(true);
    const sure = await admin.get(`${at}/delete`);
    expect(locationOf(await submit(admin, sure, `${at}/delete`))).toBe(`${base}?done=provider_deleted`);
    expect((await submit(admin, sure, `${at}/delete`)).status).toBe(404);
    for (const path of ['', '/change', '/delete', '/enforce']) expect((await admin.get(at + path)).status).toBe(404);
  });

  it('shows its secret to nobody: not on pages, in the trail, in the database or in the log', async () => {
    const secret = 'very-secret-indeed-0123456789';
    const made = await registering(admin, base, typed(odd.issuer, { client_secret: secret }));
    const at = pageOf(made);
    const id = Number(at.split('/').at(-1));
    const form = await admin.get(`${at}/change`);
    const given = { issuer: odd.issuer, ...endpointsIn(form) };
    const same = { name: 'Renamed', mode: 'keep', client_id: CLIENT.client_id, scopes: 'openid', ...given };
    const changed = await submit(admin, form, `${at}/change`, { ...same, client_secret: `${secret}-2` });
    const refused = await submit(admin, form, `${at}/change`, { ...same, client_secret: `${secret}-3` });
    expect([changed.status, refused.status]).toEqual([303, 412]);
    const pages = await Promise.all(['', '/change', '/delete', '/enforce'].map((path) => admin.get(at + path)));
    const rows = await app.database.query('SELECT * FROM identity_providers');
    const events = await app.database.query('SELECT * FROM audit_events');
    const claims = await app.database.query('SELECT * FROM idempotency_records');
    const kept = [made, changed, refused, form, ...pages].map(({ text }) => text).join();
    expect(kept + JSON.stringify([rows, events, claims]) + log).not.toContain(secret);
    expect((await auditOf(app, 'identity_provider', id)).at(-1)?.text).toContain('"replaced":"client credential"');
  });

  it('of another company is 404, and nobody but administrators sees any', async () => {
    const { id } = await register(api, main, odd.issuer);
    const fields = fieldsOf(await admin.get(`${base}/${id}/change`), `${base}/${id}/change`);
    const verbs = ['change', 'test', 'pause', 'resume', 'delete', 'enforce', 'lift', 'domains'];
    const form = {
      ...fields,
      ...typed(odd.issuer),
      domain: 'x.example',
      administrators: String(app.demo.users.admin.id),
    };
    const before = await read(id);
    for (const at of [
      `/console/companies/${app.demo.companies.other.id}/single-sign-on/${id}`,
      `${base}/987654`,
      `${base}/x`,
    ]) {
      for (const path of ['', '/change', '/delete', '/enforce', '/enforce/review', '/domains/1'])
        expect([at + path, (await admin.get(at + path)).status]).toEqual([at + path, 404]);
      for (const verb of verbs) expect([verb, (await admin.post(`${at}/${verb}`, form)).status]).toEqual([verb, 404]);
    }
    const member = await browserOf(
      app,
      await aMember(app, main, { levels: { 'company.app_management': 'admin', 'company.directory': 'standard' } }),
    );
    const token = fieldsOf(
      await member.get(`/console/companies/${main}/webhooks/new`),
      `/console/companies/${main}/webhooks/new`,
    );
    for (const path of ['', '/new', `/${id}`, `/${id}/enforce`])
      expect((await member.get(base + path)).status).toBe(403);
    for (const verb of verbs) {
      const answer = await member.post(`${base}/${id}/${verb}`, { ...form, ...token });
      expect([verb, answer.status]).toEqual([verb, 403]);
    }
    expect((await member.get(`/console/companies/${main}/apps`)).text).not.toContain(base);
    expect(await read(id)).toEqual(before);
  });

  it('is not touched by whoever proved long ago who they are, or was an administrator until now', async () => {
    const person = await aMember(app, main, { role: 'admin' });
    const browser = await browserOf(app, person);
    const { id } = await register(api, main, odd.issuer);
    const at = `${base}/${id}`;
    const [page, form, blank, sure] = await Promise.all(
      [at, `${at}/change`, `${base}/new`, `${at}/delete`].map((path) => browser.get(path)),
    );
    const before = await listed();
    const tries = (): (() => ReturnType<typeof submit>)[] => [
      () => submit(browser, form, `${at}/change`, typed(odd.issuer)),
      () => submit(browser, blank, `${base}/new`, typed(odd.issuer)),
      () => submit(browser, page, `${at}/pause`),
      () => submit(browser, sure, `${at}/delete`),
    ];
    await app.database.execute('UPDATE sessions SET authenticated_at = authenticated_at - 700000 WHERE user_id = ?', [
      person.id,
    ]);
    for (const attempt of tries()) expect(textOf(await attempt())).toContain('prove once more that it is you');
    await app.database.execute('UPDATE sessions SET authenticated_at = authenticated_at + 700000 WHERE user_id = ?', [
      person.id,
    ]);
    expectStatus(await api.put(`/companies/${main}/members/${person.id}/permissions`, { role: 'member' }), 200);
    for (const attempt of tries()) expect((await attempt()).status).toBe(403);
    expect(await listed()).toEqual(before);
  });
});
