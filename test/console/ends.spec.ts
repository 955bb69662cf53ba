import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Api, as } from '../apps/api.js';
import { aMember } from '../directory/people.js';
import type { Browser } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { browserOf, fieldsOf, submit, textOf } from './visiting.js';

let app: TestApp;
let admin: Browser;
let api: Api;
let main: number;
let base: string;

beforeAll(async () => {
  app = await startApp();
  main = app.demo.companies.main.id;
  base = `/console/companies/${main}/apps`;
  api = await as(app, 'admin');
});
beforeEach(async () => {
  admin = await browserOf(app, 'admin');
});
afterAll(() => app.close());

const pageOf = (id: number): string => `${base}/${id}`;

/** The tile of an app in a list. */
const tileOf = ({ text }: Answer, name: string): string =>
  text.split('<li class="tile">').find((tile) => tile.includes(name)) ?? '';

/** What the button of a problem page leads back to, if there is one. */
const backOn = ({ text }: Answer): string[] =>
  [...text.matchAll(/<a class="button[^"]*" href="([^"]*)"/g)].map(([, href]) => href);

async function decide(app_id: number, policy: string, reason = ''): Promise<void> {
  const { csrf_token } = fieldsOf(await admin.get(`${base}/settings`), `${base}/settings/policy`);
  const fields = { csrf_token, app_id: String(app_id), policy, reason };
  const answer = await admin.post(`${base}/settings/policy`, fields);
  // What is installed is kept out only after a second look.
  const done = answer.status === 200 ? await submit(admin, answer, `${base}/settings/policy`) : answer;
  expect(done.status).toBe(303);
}

describe('an app that the company keeps out', () => {
  it('is offered in no list, with the reason and the way to the decision', async () => {
    const { app_id } = app.demo.clients.not_installed;
    await decide(app_id, 'denied', 'Sends <b>drawings</b> abroad.');
    const tile = tileOf(await admin.get(`${base}/install`), 'Not Installed Yet');
    expect(tile).toContain('Kept out');
    expect(tile).toContain('Sends &lt;b&gt;drawings&lt;/b&gt; abroad.');
    expect(tile).toContain(`href="${base}/settings#policies"`);
    expect(tile).not.toContain('app_id=');
    expect((await admin.get(`${base}/settings`)).text).toContain('id="policies"');
    await decide(app_id, 'undecided');
    const open = tileOf(await admin.get(`${base}/install`), 'Not Installed Yet');
    expect([open.includes('Kept out'), open.includes(`app_id=${app_id}`)]).toEqual([false, true]);
  });

  it('is refused with a link to the decision, by the name of its page, in both languages', async () => {
    const { app_id } = app.demo.clients.not_installed;
    await decide(app_id, 'denied');
    const path = `${base}/install?app_id=${app_id}`;
    const refused = await admin.get(path);
    expect(refused.status).toBe(403);
    expect(refused.text).toContain(`<a href="${base}/settings#policies">Settings and policies</a>`);
    expect(backOn(refused)).toEqual([`${base}/install`, '/console']);
    const spanish = await (await browserOf(app, 'admin', { 'accept-language': 'es' })).get(path);
    expect(spanish.text).toContain(`<a href="${base}/settings#policies">Configuración y políticas</a>`);
    await decide(app_id, 'undecided');
  });

  it('cannot be clicked towards a new installation on its page, and readers get no link that they may not follow', async () => {
    const { app_id, installation_id: id = 0 } = app.demo.clients.native_app;
    const open = await admin.get(pageOf(id));
    expect(open.text).not.toContain('Kept out');
    await decide(app_id, 'denied', 'Not needed.');
    const page = await admin.get(pageOf(id));
    for (const words of ['Kept out', 'Reason: Not needed.']) expect(textOf(page)).toContain(words);
    expect([page.text.includes('/reinstall'), page.text.includes(`${base}/settings#policies`)]).toEqual([false, true]);
    const levels = { 'company.app_management': 'read_only' } as const;
    const seen = await (await browserOf(app, await aMember(app, main, { levels }))).get(pageOf(id));
    expect([seen.status, textOf(seen).includes('Kept out'), seen.text.includes('/settings')]).toEqual([
      200,
      true,
      false,
    ]);
    await decide(app_id, 'undecided');
    expect((await submit(admin, await admin.get(pageOf(id)), `${pageOf(id)}/reinstall`)).status).toBe(303);
  });
});

describe('the list of apps to install', () => {
  it('leads to the page of an installed app, and offers it again once it is uninstalled', async () => {
    const { app_id, version_key } = app.demo.clients.not_installed;
    const body = { version_key, approved_permissions: { 'project.rfis': 'read_only' } };
    const review = await admin.get(`${base}/install?version_key=${version_key}`);
    const approved = [...review.text.matchAll(/name="approved" value="([^":]+):([^"]+)"/g)].map(([, a, b]) => [a, b]);
    body.approved_permissions = Object.fromEntries(approved) as typeof body.approved_permissions;
    const { id } = (await api.post(`/companies/${main}/app_installations`, body)).body as { id: number };
    const tile = tileOf(await admin.get(`${base}/install`), 'Not Installed Yet');
    expect([tile.includes('Installed</li>'), tile.includes(`href="${pageOf(id)}"`)]).toEqual([true, true]);
    expect(tile).not.toContain('app_id=');
    expect((await submit(admin, await admin.get(pageOf(id)), `${pageOf(id)}/suspend`)).status).toBe(303);
    expect(tileOf(await admin.get(`${base}/install`), 'Not Installed Yet')).toContain(`href="${pageOf(id)}"`);
    const question = await admin.get(`${pageOf(id)}/uninstall`);
    expect((await submit(admin, question, `${pageOf(id)}/uninstall`)).status).toBe(303);
    const after = tileOf(await admin.get(`${base}/install`), 'Not Installed Yet');
    expect([after.includes('Installed</li>'), after.includes(`app_id=${app_id}`)]).toEqual([false, true]);
  });
});

describe('a refused page', () => {
  it('leads whoever was not let in to nothing but the list of companies', async () => {
    const member = await browserOf(app, 'member');
    for (const path of ['/install', '/install?app_id=1', '/settings', '', '?status=suspended']) {
      const refused = await member.get(base + path);
      expect([path, refused.status, backOn(refused)]).toEqual([path, 403, ['/console']]);
    }
    const outsider = await (await browserOf(app, 'outsider')).get(`${base}/install`);
    expect([outsider.status, backOn(outsider)]).toEqual([404, ['/console']]);
  });

  it('leads whoever was let in to the page that is there: the one above, or itself without its query', async () => {
    const { installation_id: id = 0 } = app.demo.clients.data_connector;
    for (const [path, status, back] of [
      [`${base}/987654`, 404, base],
      [`${base}/987654?done=x`, 404, base],
      [`${pageOf(id)}/upgrade`, 409, pageOf(id)],
      [`${base}/install?version_key=nonsense`, 422, `${base}/install`],
      [`${base}?page=x`, 422, base],
    ] as const) {
      const refused = await admin.get(path);
      expect([path, refused.status, backOn(refused)]).toEqual([path, status, [back, '/console']]);
      expect((await admin.get(back)).status).toBe(200);
    }
  });

  it('that wants a second factor leads on to itself afterwards, and no form does', async () => {
    const set = "UPDATE companies SET second_factor = 'required' WHERE id = ?";
    const { installation_id: id = 0 } = app.demo.clients.data_connector;
    const page = await admin.get(pageOf(id));
    await app.database.execute(set, [main]);
    const path = `${base}?status=suspended`;
    const wayOn = ({ text }: Answer): string | null => {
      const [, href] = /<a href="(\/account\/security[^"]*)"/.exec(text) ?? [];
      return new URL(href, app.url).searchParams.get('return_to');
    };
    const refused = await admin.get(path);
    expect([refused.status, wayOn(refused), backOn(refused)]).toEqual([403, path, ['/console']]);
    const posted = await submit(admin, page, `${pageOf(id)}/suspend`);
    expect([posted.status, wayOn(posted)]).toEqual([403, pageOf(id)]);
    await app.database.execute("UPDATE companies SET second_factor = 'optional' WHERE id = ?", [main]);
  });
});

describe('an empty list', () => {
  it('says what is not there, in both languages', async () => {
    const requests = `/console/companies/${main}/requests`;
    const spanish = await browserOf(app, 'admin', { 'accept-language': 'es' });
    for (const [path, english, translated] of [
      [`${base}?status=suspended`, 'No app is suspended.', 'No hay ninguna aplicación suspendida.'],
      [`${requests}?status=denied`, 'No request was denied.', 'No se rechazó ninguna solicitud.'],
      [requests, 'Nobody has asked for anything.', 'Nadie ha pedido nada.'],
    ]) {
      expect(textOf(await admin.get(path))).toContain(english);
      expect(textOf(await spanish.get(path))).toContain(translated);
    }
    expect(textOf(await admin.get(`${base}?status=suspended`))).not.toContain('Install one with the key');
  });
});

describe('the projects of an app', () => {
  const NONE = 'It may work in no project yet';
  const permit = async (id: number, fields: Record<string, string>): Promise<Answer> => {
    const form = `${pageOf(id)}/projects`;
    const saved = await submit(admin, await admin.get(form), form, { mode: 'selected', ...fields });
    expect(saved.status).toBe(303);
    return admin.get(pageOf(id));
  };
  const tower = (): Record<string, string> => ({ project_ids: String(app.demo.projects.tower.id) });

  it('are asked for where an app that acts by itself has none, and not where it has some', async () => {
    const { installation_id: id = 0 } = app.demo.clients.data_connector;
    const before = await admin.get(pageOf(id));
    expect([textOf(before).includes(NONE), textOf(before).includes('bound')]).toEqual([false, false]);
    const none = await permit(id, {});
    expect([textOf(none).includes(NONE), none.text.includes(`<a href="${pageOf(id)}/projects">`)]).toEqual([
      true,
      true,
    ]);
    expect(textOf(await permit(id, tower()))).not.toContain(NONE);
    expect(textOf(await admin.get(`${pageOf(id)}/projects`))).not.toContain('It acts for people alone');
  });

  it('matter for an app that acts for people alone only where it binds them, and its pages say so', async () => {
    const { installation_id: id = 0 } = app.demo.clients.web_app;
    expect(textOf(await admin.get(`${pageOf(id)}/projects`))).toContain('counts only with the tick');
    const free = textOf(await permit(id, {}));
    expect([free.includes(NONE), free.includes('bound to')]).toEqual([false, false]);
    expect(textOf(await permit(id, { bind_users: 'true' }))).toContain(NONE);
    const bound = textOf(await permit(id, { bind_users: 'true', ...tower() }));
    expect([bound.includes(NONE), bound.includes('are bound to these projects')]).toEqual([false, true]);
    expect(textOf(await permit(id, {}))).not.toContain('bound to');
  });
});
