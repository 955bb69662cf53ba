import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Api, as, expectStatus } from '../apps/api.js';
import { aMember } from '../directory/people.js';
import type { Browser } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import type { TestApp } from '../support/start-app.js';
import { aHook, deliveriesOf, ofCompany, startHooks, untilDelivery } from '../webhooks/hooks.js';
import { Receiver } from '../webhooks/receiver.js';
import { askedBefore, browserOf, fieldsOf, locationOf, submit, textOf } from './visiting.js';

let app: TestApp;
let admin: Browser;
let api: Api;
let main: number;
let base: string;

const URL_OF = 'https://hooks.example.com/gatehouse?key=<b>';

beforeAll(async () => {
  app = await startHooks();
  main = app.demo.companies.main.id;
  base = `/console/companies/${main}/webhooks`;
  api = await as(app, 'admin');
});
beforeEach(async () => {
  admin = await browserOf(app, 'admin');
});
afterAll(() => app.close());

const listed = async () => expectStatus(await api.get(ofCompany(main)), 200).body as { id: number; url: string }[];
const read = async (id: number) => expectStatus(await api.get(`${ofCompany(main)}/${id}`), 200).body;
const secretIn = (page: Answer): string => /id="webhook-secret">([^<]+)</.exec(page.text)?.[1] ?? '';
const create = async (change: Record<string, string | string[]> = {}): Promise<Answer> =>
  submit(admin, await admin.get(`${base}/new`), `${base}/new`, {
    url: URL_OF,
    description: '',
    hears: 'all',
    ...change,
  });

describe('a new webhook', () => {
  it('shows its secret once, and is one however often the form is sent', async () => {
    const form = await admin.get(`${base}/new`);
    const fields = {
      url: URL_OF,
      description: 'Ops',
      hears: 'some',
      event_types: ['app.installed', 'secret.expiring'],
    };
    const created = await submit(admin, form, `${base}/new`, fields);
    expect([created.status, locationOf(created)]).toEqual([303, expect.stringMatching(/\/webhooks\/\d+\/secret$/)]);
    const shown = await admin.get(locationOf(created));
    const secret = secretIn(shown);
    expect(secret).toMatch(/^whsec_/);
    expect(shown.headers.get('cache-control')).toBe('no-store');
    expect(locationOf(await admin.get(locationOf(created)))).toMatch(/done=secret_gone$/);
    const again = await submit(admin, form, `${base}/new`, fields);
    expect(locationOf(again)).toMatch(/\/webhooks\/\d+\?done=repeated$/);
    expect((await submit(admin, form, `${base}/new`, { ...fields, description: 'Other' })).status).toBe(422);
    const [{ id }] = await listed();
    expect(await listed()).toHaveLength(1);
    expect(await read(id)).toMatchObject({ url: URL_OF, event_types: ['app.installed', 'secret.expiring'] });
    const page = await admin.get(`${base}/${id}`);
    expect(page.text).toContain('hooks.example.com/gatehouse?key=&lt;b&gt;');
    expect(page.text).not.toContain(secret);
    expect(page.text).toMatch(/value="secret.expiring" checked/);
    expect(textOf(await admin.get(base))).toContain('Kinds of events: 2');
  });

  it('needs an address in the public internet and something to hear of', async () => {
    const before = (await listed()).length;
    for (const [change, name] of [
      [{ url: '' }, 'url'],
      [{ url: 'hello' }, 'url'],
      [{ url: 'ftp://hooks.example.com/' }, 'url'],
      [{ url: 'https://10.0.0.1/' }, 'url'],
      [{ url: 'https://a:b@hooks.example.com/' }, 'url'],
      [{ url: 'https://hooks.example.com:25/' }, 'url'],
      [{ url: `https://hooks.example.com/${'x'.repeat(2_000)}` }, 'url'],
      [{ hears: 'some' }, 'event_types'],
      [{ hears: 'some', event_types: ['app.exploded'] }, 'event_types'],
      [{ hears: 'some', event_types: ['*', 'app.installed'] }, 'event_types'],
      [{ description: 'x'.repeat(501) }, 'description'],
    ] as [Record<string, string | string[]>, string][]) {
      const answer = await create(change);
      expect([change, answer.status]).toEqual([change, 422]);
      expect([change, answer.text.includes(`id="${name}-wrong"`)]).toEqual([change, true]);
    }
    expect(textOf(await create({ url: 'https://10.0.0.1/' }))).toContain('must lead into the public internet');
    expect((await create({ csrf_token: 'x' })).status).toBe(403);
    expect((await create({ once: '' })).status).toBe(409);
    expect(await listed()).toHaveLength(before);
  });

  it('keeps what was ticked when its address is wrong, and is not both: everything and single events', async () => {
    const before = (await listed()).length;
    const ticked = (page: Answer): string[] =>
      [...page.text.matchAll(/name="event_types" value="([^"]+)" checked/g)].map(([, type]) => type);
    const event_types = ['app.installed', 'secret.expiring'];
    for (const hears of ['some', 'all'])
      expect(ticked(await create({ url: 'ftp://x', hears, event_types }))).toEqual(event_types);
    const spanish = await browserOf(app, 'admin', { 'accept-language': 'es' });
    for (const [browser, says] of [
      [admin, 'You chose everything and single events: choose one.'],
      [spanish, 'Eligió todo y también eventos sueltos'],
    ] as const) {
      const fields = { url: URL_OF, description: '', hears: 'all', event_types };
      const both = await submit(browser, await browser.get(`${base}/new`), `${base}/new`, fields);
      expect([both.status, /id="event_types-wrong">([^<]+)/.exec(both.text)?.[1]]).toEqual([
        422,
        expect.stringContaining(says),
      ]);
      expect(ticked(both)).toEqual(event_types);
      expect(both.text).toContain('value="all" checked');
    }
    expect(await listed()).toHaveLength(before);
  });

  it('is told apart by the last characters of its secret as that was shown', async () => {
    const shown = await admin.get(locationOf(await create()));
    const at = /href="([^"]+webhooks\/\d+)"/.exec(shown.text.slice(shown.text.indexOf('webhook-secret')))?.[1] ?? '';
    const [, last = ''] = /Last characters: (\S+)/.exec(textOf(await admin.get(at))) ?? [];
    expect([last.length > 3, secretIn(shown).endsWith(last)]).toEqual([true, true]);
  });
});

describe('a webhook', () => {
  it('is tried out, its deliveries are shown and sent again', async () => {
    const receiver = await Receiver.start();
    const { id } = await aHook(api, ofCompany(main), receiver.url);
    const at = `${base}/${id}`;
    expect(locationOf(await submit(admin, await admin.get(at), `${at}/ping`))).toBe(`${at}?done=sending`);
    const delivery = await untilDelivery(api, `${ofCompany(main)}/${id}`, ({ status }) => status === 'delivered');
    expect(textOf(await admin.get(at))).toMatch(/A test\s+Arrived/);
    expect(textOf(await admin.get(`${at}?status=failed`))).toContain('Nothing was sent yet');
    expect((await admin.get(`${at}?status=lost`)).status).toBe(422);
    const one = `${at}/deliveries/${delivery.id}`;
    const page = await admin.get(one);
    expect(page.text).toContain(delivery.message_id);
    expect(textOf(page)).toContain('webhook.ping');
    expect((await submit(admin, page, `${one}/resend`)).status).toBe(303);
    await receiver.until('webhook.ping');
    await receiver.stop();
    for (const wrong of [`${at}/deliveries/987654`, `${at}/deliveries/x`]) {
      expect((await admin.get(wrong)).status).toBe(404);
      expect((await admin.post(`${wrong}/resend`, fieldsOf(page, `${one}/resend`))).status).toBe(404);
    }
    expect(await deliveriesOf(api, `${ofCompany(main)}/${id}`)).toHaveLength(1);
  });

  it('is changed, unless somebody else did meanwhile, and keeps what was typed wrong', async () => {
    const { id } = await aHook(api, ofCompany(main), 'https://hooks.example.com/change');
    const at = `${base}/${id}`;
    const page = await admin.get(at);
    const change = { url: 'https://hooks.example.com/other', description: 'New', hears: 'all' };
    const wrong = await submit(admin, page, `${at}/change`, { ...change, url: 'ftp://x', hears: 'some' });
    expect([wrong.status, wrong.text.includes('value="ftp://x"')]).toEqual([422, true]);
    expect(wrong.text).toContain('event_types-wrong');
    const both = await submit(admin, page, `${at}/change`, { ...change, event_types: 'app.installed' });
    expect([both.status, both.text.includes('value="app.installed" checked')]).toEqual([422, true]);
    expect((await submit(admin, page, `${at}/change`, { ...change, seen: 'x' })).status).toBe(412);
    expect((await submit(admin, page, `${at}/change`, change)).status).toBe(303);
    expect((await submit(admin, page, `${at}/change`, { ...change, description: 'Late' })).status).toBe(412);
    expect(await read(id)).toMatchObject({ url: change.url, description: 'New', event_types: ['*'] });
  });

  it('is neither sent elsewhere nor deleted by a browser whose person proved long ago who they are', async () => {
    const person = await aMember(app, main, { role: 'admin' });
    const browser = await browserOf(app, person);
    const { id } = await aHook(api, ofCompany(main), 'https://hooks.example.com/kept');
    const page = await browser.get(`${base}/${id}`);
    await app.database.execute('UPDATE sessions SET authenticated_at = authenticated_at - 700000 WHERE user_id = ?', [
      person.id,
    ]);
    const change = { url: 'https://attacker.example.net/steal', description: '', hears: 'all' };
    for (const answer of [
      await submit(browser, page, `${base}/${id}/change`, change),
      await submit(browser, page, `${base}/${id}/delete`),
    ])
      expect(textOf(answer)).toContain('prove once more that it is you');
    expect((await listed()).find((hook) => hook.id === id)?.url).toBe('https://hooks.example.com/kept');
  });

  it('is paused, started again, given another secret that is shown once, and deleted', async () => {
    const { id } = await aHook(api, ofCompany(main), 'https://hooks.example.com/stop');
    const at = `${base}/${id}`;
    const page = await admin.get(at);
    expect(locationOf(await submit(admin, page, `${at}/pause`))).toBe(`${at}?done=webhook_paused`);
    expect((await read(id)).active).toBe(false);
    const refused = await submit(admin, page, `${at}/ping`);
    expect([refused.status, textOf(refused).includes('The webhook is not active')]).toEqual([409, true]);
    const paused = await admin.get(at);
    expect(textOf(paused)).toContain('Paused');
    expect(locationOf(await submit(admin, paused, `${at}/resume`))).toBe(`${at}?done=webhook_resumed`);
    for (const overlap_seconds of ['', '-1', 'x', '9999999'])
      expect((await submit(admin, page, `${at}/rotate`, { overlap_seconds })).status).toBe(422);
    const rotated = await submit(admin, page, `${at}/rotate`, { overlap_seconds: '3600' });
    expect(locationOf(rotated)).toBe(`${at}/secret`);
    expect(secretIn(await admin.get(`${at}/secret`))).toMatch(/^whsec_/);
    expect((await submit(admin, page, `${at}/rotate`, { overlap_seconds: '3600' })).status).toBe(303);
    expect((await read(id)).secret_hints).toHaveLength(2);
    expect(askedBefore(page, `${at}/delete`)).toMatch(/^Delete … Nothing is sent there any more.* Delete for good$/);
    expect(locationOf(await submit(admin, page, `${at}/delete`))).toBe(`${base}?done=webhook_deleted`);
    for (const path of ['', '/secret']) expect((await admin.get(at + path)).status).toBe(404);
    expect((await submit(admin, page, `${at}/delete`)).status).toBe(404);
  });

  it('of another company, of an app, or of nobody is 404, and nobody manages them but who manages apps', async () => {
    const { id } = await aHook(api, ofCompany(main), 'https://hooks.example.com/ours');
    const other = `/console/companies/${app.demo.companies.other.id}/webhooks/${id}`;
    const fields = fieldsOf(await admin.get(`${base}/${id}`), `${base}/${id}/change`);
    const verbs = ['change', 'pause', 'resume', 'rotate', 'delete', 'ping'];
    const form = { ...fields, once: 'a'.repeat(22), overlap_seconds: '0', url: URL_OF, hears: 'all' };
    for (const at of [other, `${base}/987654`, `${base}/x`]) {
      expect([at, (await admin.get(at)).status]).toEqual([at, 404]);
      for (const verb of verbs) expect([verb, (await admin.post(`${at}/${verb}`, form)).status]).toEqual([verb, 404]);
    }
    const reader = await browserOf(
      app,
      await aMember(app, main, { levels: { 'company.app_management': 'read_only' } }),
    );
    for (const path of ['', '/new', `/${id}`]) expect((await reader.get(base + path)).status).toBe(403);
    for (const verb of verbs) expect((await reader.post(`${base}/${id}/${verb}`, form)).status).toBe(403);
    expect((await reader.get(`/console/companies/${main}/apps`)).text).not.toContain(base);
    expect(await read(id)).toMatchObject({ active: true, url: 'https://hooks.example.com/ours' });
  });
});
