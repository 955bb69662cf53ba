import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Members } from '../../src/directory/index.js';
import { aConnector, aUserApp, install, type PromotedApp } from '../app-management/installing.js';
import { listInMarketplace } from '../apps/an-app.js';
import { type Api, as, expectStatus } from '../apps/api.js';
import { aMember, aPerson, type Person, signedIn } from '../directory/people.js';
import { Browser } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { browserOf, fieldsOf, locationOf, submit, textOf } from './visiting.js';

let app: TestApp;
let api: Api;
let developer: Api;
let main: number;
let apps: string;
let requests: string;
let person: Person;
let browser: Browser;

const SCOPE = 'tools:admin app_installations:manage';

beforeAll(async () => {
  app = await startApp();
  main = app.demo.companies.main.id;
  apps = `/account/companies/${main}/apps`;
  requests = `/account/companies/${main}/requests`;
  [api, developer] = [await as(app, 'admin'), await as(app, 'developer')];
});
beforeEach(async () => {
  person = await aMember(app, main);
  browser = await browserOf(app, person);
});
afterAll(() => app.close());

const tileOf = ({ text }: Answer, name: string): string =>
  text
    .split('<li class="tile">')
    .slice(1)
    .find((tile) => tile.includes(`>${name}<`)) ?? '';

/** An app in the list; its name is its own. */
async function listed(make: (developer: Api) => Promise<PromotedApp>): Promise<PromotedApp & { name: string }> {
  const made = await make(developer);
  await listInMarketplace(app, made.app);
  return { ...made, name: (made.app as unknown as { name: string }).name };
}

const titleOf = ({ text }: Answer): string => /<h1>([^<]*)</.exec(text)?.[1] ?? '';

/** What a page says was done; redirects below /account are followed. */
const doneOn = ({ text }: Answer): string => /role="status">([^<]*)</.exec(text)?.[1] ?? '';

const SENT = 'Your request was sent. You find the answer here.';
const ASKED = 'You could not install this yourself: your administrators were asked.';

const askPath = (id: number): string => `${apps}/ask?app_id=${id}`;
const wishesOf = async (appId: number): Promise<{ id: number; status: string; requester: { id: number } }[]> =>
  (await api.get(`/companies/${main}/installation_requests?app_id=${appId}`)).body;
const policyOf = (appId: number): string => `/companies/${main}/app_management/policies/${appId}`;
const userInstalls = async (allow_user_installs: boolean): Promise<void> =>
  void expectStatus(await api.patch(`/companies/${main}/app_management/settings`, { allow_user_installs }), 200);

/** Asks for an app as the page offers it. */
async function ask(visitor: Browser, appId: number, change: Record<string, string | string[]> = {}): Promise<Answer> {
  return submit(visitor, await visitor.get(askPath(appId)), `${apps}/ask`, change);
}

describe('a member who misses an app', () => {
  it('finds the way from their account, asks with a note, and reads the answer', async () => {
    const { app: wanted, name } = await listed(aConnector);
    expect((await browser.get('/account/apps')).text).toContain('href="/account/companies"');
    expect(titleOf(await browser.get('/account/companies'))).toBe('Apps for Harbour Construction');
    const tile = tileOf(await browser.get(apps), name);
    expect(tile).toContain('It acts by itself, with permissions for everyday work.');
    expect(tile).toContain(`href="${askPath(wanted.id).replaceAll('&', '&amp;')}"`);
    const page = await browser.get(askPath(wanted.id));
    for (const words of ['RFIs (projects)', 'Directory (company)']) expect(textOf(page)).toContain(words);
    const asked = await submit(browser, page, `${apps}/ask`, { notes: 'For the <b>diary</b>.\r\nDaily.' });
    expect(doneOn(asked)).toBe(SENT);
    const waiting = await browser.get(requests);
    expect(waiting.text).toContain('For the &lt;b&gt;diary&lt;/b&gt;.\nDaily.');
    expect([textOf(waiting).includes('Waiting'), textOf(waiting).includes('runs out on')]).toEqual([true, true]);
    const again = tileOf(await browser.get(apps), name);
    expect([again.includes('You asked for it'), again.includes('/ask?')]).toEqual([true, false]);
    const [{ id }] = await wishesOf(wanted.id);
    expectStatus(await api.post(`/companies/${main}/installation_requests/${id}/deny`, { notes: 'Not now.' }), 200);
    const answered = await browser.get(requests);
    for (const words of ['Refused', 'Not now.', 'answered on']) expect(textOf(answered)).toContain(words);
    expect([answered.text.includes('/withdraw'), answered.text.includes('Ada')]).toEqual([false, false]);
  });

  it('chooses among their companies, and is told where there is none', async () => {
    await app.app.get(Members).add(app.demo.companies.other.id, person.id, { lastName: 'P', email: person.email });
    const choice = await browser.get('/account/companies');
    expect(choice.text).toContain(`href="${apps}"`);
    expect(choice.text).toContain(`href="/account/companies/${app.demo.companies.other.id}/apps"`);
    const loner = await browserOf(app, await aPerson(app));
    expect(textOf(await loner.get('/account/companies'))).toContain('You are a member of no company');
    expect((await loner.get('/console')).text).toContain('href="/account/companies"');
    expect((await new Browser(app.url).get(apps)).text).toContain(`value="${apps}"`);
  });

  it('asks with a version key for what is in no list, in the projects they are in', async () => {
    const { app: hidden, version } = await aConnector(developer);
    const path = `${apps}/ask?version_key=${version.production_version_key}`;
    const tower = String(app.demo.projects.tower.id);
    const marco = await browserOf(app, 'member');
    const page = await marco.get(path);
    expect([page.text.includes(`value="${tower}"`), page.text.includes('Harbour Bridge')]).toEqual([true, false]);
    expect(doneOn(await submit(marco, page, `${apps}/ask`, { project_ids: tower }))).toBe(SENT);
    expect(await wishesOf(hidden.id)).toMatchObject([{ project_ids: [app.demo.projects.tower.id], status: 'pending' }]);
    expect((await browser.get(askPath(hidden.id))).status).toBe(422);
  });

  it('sees nothing of what others asked for, installed or answered', async () => {
    const { app: wanted, name } = await listed(aUserApp);
    const other = await aMember(app, main);
    await ask(await browserOf(app, other), wanted.id, { notes: 'A secret of mine.' });
    const [{ id }] = await wishesOf(wanted.id);
    for (const path of [apps, requests, askPath(wanted.id)]) {
      const page = await browser.get(path);
      expect([page.status, page.text.includes('secret of mine'), page.text.includes(other.email)]).toEqual([
        200,
        false,
        false,
      ]);
    }
    expect(tileOf(await browser.get(apps), name)).not.toContain('You asked for it');
    expect((await browser.get(`/console/companies/${main}/requests/${id}`)).status).toBe(403);
  });

  it('is sent to the app itself where the company has it, and reads a Spanish page in Spanish', async () => {
    const { app: had, name, version } = await listed(aUserApp);
    await install(api, main, { version_key: version.production_version_key });
    const tile = tileOf(await browser.get(apps), name);
    expect([tile.includes('Your company has it'), tile.includes('/ask?')]).toEqual([true, false]);
    expect((await browser.get(askPath(had.id))).text).not.toContain(`action="${apps}/ask"`);
    const spanish = await browserOf(app, person, { 'accept-language': 'es' });
    expect(textOf(await spanish.get(apps))).toContain('Su empresa la tiene');
  });

  it('chooses from no list in a sandbox company, whose apps come by key', async () => {
    const { sandbox } = app.demo.companies;
    await app.app.get(Members).add(sandbox.id, person.id, { lastName: 'P', email: person.email });
    const page = await browser.get(`/account/companies/${sandbox.id}/apps`);
    expect([page.text.includes('app_id='), textOf(page).includes('sandbox key')]).toEqual([false, true]);
    const { app_id } = app.demo.clients.not_installed;
    const refused = await browser.get(`/account/companies/${sandbox.id}/apps/ask?app_id=${app_id}`);
    expect([refused.status, refused.text.includes(`href="/account/companies/${sandbox.id}/apps/ask"`)]).toEqual([
      403,
      true,
    ]);
    expect(titleOf(await browser.get(`${apps}/ask`))).toBe('Apps for Harbour Construction');
  });
});

describe('a request that is not to be', () => {
  it('is refused the second time, from another tab or by a double click', async () => {
    const { app: wanted } = await listed(aUserApp);
    const [one, two] = [await browser.get(askPath(wanted.id)), await browser.get(askPath(wanted.id))];
    const answers = await Promise.all([one, two].map((page) => submit(browser, page, `${apps}/ask`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const late = answers.find(({ status }) => status === 409) as Answer;
    expect(textOf(late)).toContain('You have asked for this already');
    expect(late.text).toContain(`href="${apps}"`);
    expect(await wishesOf(wanted.id)).toHaveLength(1);
  });

  it('is refused in a company of others, without a token of the form, and with a token of somebody else', async () => {
    const { app: wanted } = await listed(aUserApp);
    const page = await browser.get(askPath(wanted.id));
    const fields = fieldsOf(page, `${apps}/ask`);
    const elsewhere = `/account/companies/${app.demo.companies.other.id}`;
    for (const path of ['/apps', '/requests', `/apps/ask?app_id=${wanted.id}`])
      expect([path, (await browser.get(elsewhere + path)).status]).toEqual([path, 404]);
    for (const path of ['/apps/ask', '/apps/install', '/requests/withdraw', '/apps/uninstall'])
      expect([path, (await browser.post(elsewhere + path, fields)).status]).toEqual([path, 404]);
    expect((await browser.get('/account/companies/x/apps')).status).toBe(404);
    const stranger = await browserOf(app, 'member');
    for (const [visitor, token] of [
      [browser, ''],
      [browser, `${fields.csrf_token}x`],
      [stranger, fields.csrf_token],
    ] as const)
      for (const verb of ['ask', 'install'])
        expect((await visitor.post(`${apps}/${verb}`, { ...fields, csrf_token: token })).status).toBe(403);
    expect(await wishesOf(wanted.id)).toEqual([]);
  });

  it('is refused for an app that is kept out, also with a form that was opened before', async () => {
    const { app: wanted, name } = await listed(aUserApp);
    const page = await browser.get(askPath(wanted.id));
    expectStatus(await api.put(policyOf(wanted.id), { policy: 'denied', reason: 'Too <i>nosy</i>.' }), 200);
    const tile = tileOf(await browser.get(apps), name);
    expect([tile.includes('Too &lt;i&gt;nosy&lt;/i&gt;.'), tile.includes('/ask?')]).toEqual([true, false]);
    for (const answer of [
      await browser.get(askPath(wanted.id)),
      await submit(browser, page, `${apps}/ask`),
      await browser.post(`${apps}/install`, fieldsOf(page, `${apps}/ask`)),
    ]) {
      expect([answer.status, textOf(answer).includes('Your company decided against this app')]).toEqual([403, true]);
      expect([textOf(answer).includes('Ask an administrator'), answer.text.includes('/settings')]).toEqual([
        true,
        false,
      ]);
    }
    expect(await wishesOf(wanted.id)).toEqual([]);
  });

  it('is refused where the form was altered', async () => {
    const { app: wanted } = await listed(aUserApp);
    const page = await browser.get(askPath(wanted.id));
    const { app: unlisted } = await aUserApp(developer);
    for (const change of [
      { app_id: String(unlisted.id) },
      { app_id: '987654' },
      { app_id: 'x' },
      { app_id: [String(wanted.id), '1'] },
      { version_key: 'nonsense' },
      { project_ids: String(app.demo.projects.depot.id) },
      { project_ids: String(app.demo.projects.bridge.id) },
      { project_ids: 'x' },
      { notes: 'x'.repeat(2_001) },
    ] as Record<string, string | string[]>[]) {
      const answer = await submit(browser, page, `${apps}/ask`, change);
      expect([change, answer.status]).toEqual([change, 422]);
      expect(textOf(answer)).toContain('Nothing was changed');
    }
    for (const id of [wanted.id, unlisted.id]) expect(await wishesOf(id)).toEqual([]);
  });

  it('is refused to somebody who left the company while the page was open', async () => {
    const { app: wanted } = await listed(aUserApp);
    const page = await browser.get(askPath(wanted.id));
    expectStatus(await api.patch(`/companies/${main}/users/${person.id}`, { user: { is_active: false } }), 200);
    expect((await submit(browser, page, `${apps}/ask`)).status).toBe(404);
    expect(await wishesOf(wanted.id)).toEqual([]);
  });
});

describe('a request of one’s own', () => {
  it('is taken back once, and after an answer not at all', async () => {
    const { app: wanted } = await listed(aUserApp);
    await ask(browser, wanted.id);
    const page = await browser.get(requests);
    const done = await submit(browser, page, `${requests}/withdraw`);
    expect(doneOn(done)).toBe('The request was taken back.');
    expect(textOf(await browser.get(requests))).toContain('Taken back');
    const twice = await submit(browser, page, `${requests}/withdraw`);
    expect([twice.status, textOf(twice).includes('answered this request already')]).toEqual([409, true]);
    expect(twice.text).toContain(`href="${requests}"`);
    await ask(browser, wanted.id);
    const open = await browser.get(requests);
    const [{ id }] = await wishesOf(wanted.id);
    expectStatus(await api.post(`/companies/${main}/installation_requests/${id}/deny`, {}), 200);
    expect((await submit(browser, open, `${requests}/withdraw`)).status).toBe(409);
    expect((await wishesOf(wanted.id)).map(({ status }) => status)).toEqual(['denied', 'withdrawn']);
  });

  it('is taken back by nobody else, and by no altered form', async () => {
    const { app: wanted } = await listed(aUserApp);
    await ask(browser, wanted.id);
    const [{ id }] = await wishesOf(wanted.id);
    const fields = fieldsOf(await browser.get(requests), `${requests}/withdraw`);
    for (const request_id of ['987654', 'x', ''])
      expect((await browser.post(`${requests}/withdraw`, { ...fields, request_id })).status).toBe(404);
    expect((await browser.post(`${requests}/withdraw`, { request_id: String(id) })).status).toBe(403);
    const other = await browserOf(app, await aMember(app, main));
    const { csrf_token } = fieldsOf(await other.get(askPath(wanted.id)), `${apps}/ask`);
    const theirs = await other.post(`${requests}/withdraw`, { csrf_token, request_id: String(id) });
    expect(theirs.status).toBe(404);
    expect(await wishesOf(wanted.id)).toMatchObject([{ status: 'pending' }]);
  });

  it('is taken back by administrators too, on the page of requests, and only by the one who asked', async () => {
    const { app: wanted } = await listed(aConnector);
    const boss = await browserOf(app, 'admin');
    expect((await boss.get(askPath(wanted.id))).text).toContain(`/apps/install?app_id=${wanted.id}`);
    await ask(boss, wanted.id);
    await ask(browser, wanted.id);
    const [theirs, mine] = await wishesOf(wanted.id);
    const list = `/console/companies/${main}/requests`;
    const page = await boss.get(`${list}/${mine.id}`);
    expect((await boss.get(`${list}/${theirs.id}`)).text).not.toContain('/withdraw"');
    const fields = fieldsOf(page, `${list}/${mine.id}/withdraw`);
    expect((await boss.post(`${list}/${theirs.id}/withdraw`, fields)).status).toBe(404);
    expect((await submit(boss, page, `${list}/${mine.id}/withdraw`)).status).toBe(303);
    expect((await submit(boss, page, `${list}/${mine.id}/withdraw`)).status).toBe(409);
    for (const path of [list, `${list}/${mine.id}`]) expect(textOf(await boss.get(path))).toContain('Taken back');
    expect((await wishesOf(wanted.id)).map(({ status }) => status)).toEqual(['pending', 'withdrawn']);
  });
});

describe('an app for oneself', () => {
  beforeAll(() => userInstalls(true));
  afterAll(() => userInstalls(false));

  it('is installed where the company lets members, shown to its owner alone, and uninstalled', async () => {
    const { app: wanted, name } = await listed(aUserApp);
    const page = await browser.get(askPath(wanted.id));
    const done = await submit(browser, page, `${apps}/install`);
    expect(doneOn(done)).toContain('The app is installed, for you alone.');
    const list = await browser.get(apps);
    expect(tileOf(list, name)).toContain('Installed for you');
    const twice = await submit(browser, page, `${apps}/install`);
    expect([twice.status, textOf(twice).includes('installed already')]).toEqual([409, true]);
    const other = await browserOf(app, await aMember(app, main));
    const theirs = await other.get(apps);
    expect(tileOf(theirs, name)).not.toContain('Installed for you');
    const fields = fieldsOf(list, `${apps}/uninstall`);
    const { csrf_token } = fieldsOf(await other.get(askPath(wanted.id)), `${apps}/ask`);
    expect((await other.post(`${apps}/uninstall`, { ...fields, csrf_token })).status).toBe(404);
    expect(doneOn(await submit(browser, list, `${apps}/uninstall`))).toContain('The app is uninstalled');
    expect((await submit(browser, list, `${apps}/uninstall`)).status).toBe(409);
    expect(tileOf(await browser.get(apps), name)).toContain('You may install it for yourself');
  });

  it('is not what an app with an account of its own becomes: the administrators are asked', async () => {
    const { app: wanted } = await listed(aConnector);
    const page = await browser.get(askPath(wanted.id));
    expect(page.text).not.toContain(`action="${apps}/install"`);
    const answer = await browser.post(`${apps}/install`, fieldsOf(page, `${apps}/ask`));
    expect(doneOn(answer)).toBe(ASKED);
    expect(await wishesOf(wanted.id)).toMatchObject([{ status: 'pending', requester: { id: person.id } }]);
    const mine = await signedIn(app, person, [main], SCOPE);
    expect((await mine.get(`/companies/${main}/app_installations`)).body).toEqual([]);
  });

  it('is not installed where the company changed its mind while the page was open', async () => {
    const { app: wanted } = await listed(aUserApp);
    const page = await browser.get(askPath(wanted.id));
    await userInstalls(false);
    const answer = await submit(browser, page, `${apps}/install`);
    await userInstalls(true);
    expect(doneOn(answer)).toBe(ASKED);
  });

  it('is nothing that takes an app from the company, or installs one for it without a look', async () => {
    const { app: wanted, version } = await listed(aUserApp);
    const boss = await browserOf(app, 'admin');
    const fields = fieldsOf(await boss.get(askPath(wanted.id)), `${apps}/ask`);
    const sent = await boss.post(`${apps}/install`, fields);
    expect(locationOf(sent)).toBe(`/console/companies/${main}/apps/install?app_id=${wanted.id}`);
    const { id } = await install(api, main, { version_key: version.production_version_key });
    const { csrf_token } = fields;
    for (const installation_id of [String(id), '987654', 'x'])
      expect((await boss.post(`${apps}/uninstall`, { csrf_token, installation_id })).status).toBe(404);
    const { body } = await api.get(`/companies/${main}/app_installations?per_page=300`);
    expect(body.find((one: { id: number }) => one.id === id)).toMatchObject({ status: 'active' });
  });
});
