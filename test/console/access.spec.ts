import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anInstalledConnector } from '../app-management/installing.js';
import { type Api, as, expectStatus } from '../apps/api.js';
import { aMember, aProject, aProjectMember } from '../directory/people.js';
import type { Browser } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { browserOf, textOf } from './visiting.js';

let app: TestApp;
let admin: Browser;
let api: Api;
let main: number;
let base: string;
let tower: number;

beforeAll(async () => {
  app = await startApp();
  main = app.demo.companies.main.id;
  tower = app.demo.projects.tower.id;
  base = `/console/companies/${main}/access`;
  api = await as(app, 'admin');
});
beforeEach(async () => {
  admin = await browserOf(app, 'admin');
});
afterAll(() => app.close());

const ask = (question: Record<string, string | number | undefined>, browser = admin): Promise<Answer> => {
  const all = { who: '', app: '', project: '', tool: '', level: 'read_only', action: '', ...question };
  return browser.get(`${base}?${new URLSearchParams(all as Record<string, string>).toString()}`);
};
const says = async (question: Record<string, string | number | undefined>): Promise<string> => {
  const answer = await ask(question);
  expect(answer.status).toBe(200);
  return textOf(answer);
};

describe('the page of access checks', () => {
  it('offers people, service accounts, apps, projects, tools and actions to choose from', async () => {
    const page = await admin.get(base);
    expect(page.text).toContain(`aria-current="page">Access`);
    const text = textOf(page);
    for (const words of ['admin@demo.test', 'Data Connector', 'Harbour Tower', 'RFIs', 'Service accounts'])
      expect(text).toContain(words);
    expect(page.text).toContain(`<option value="${app.demo.service_account.id}"`);
    expect(text).not.toContain('What was looked at');
  });

  it('answers as the API does, in words that name the reason and who can change it', async () => {
    const { users, clients, projects, service_account } = app.demo;
    const [connector] = [clients.data_connector.app_id ?? 0];
    const rfis = { tool: 'project.rfis', project: tower };
    expect(await says({ who: users.admin.id, ...rfis, level: 'admin' })).toContain('Yes, it may.');
    expect(await says({ who: users.member.id, ...rfis })).toContain('Yes, it may.');
    const low = await says({ who: users.member.id, ...rfis, level: 'admin' });
    expect(low).toContain('No. Its level on the tool is too low. Raise the level');
    expect(low).not.toContain('let the app act');
    const elsewhere = await says({ app: connector, tool: 'project.rfis', project: projects.bridge.id });
    expect(elsewhere).toContain('No. The app is not permitted in the project');
    const unknown = await says({ who: users.member.id, app: clients.not_installed.app_id });
    expect(unknown).toContain('No. The app is not installed in this company');
    const ungranted = await says({ who: users.member.id, app: clients.native_app.app_id });
    expect(ungranted).toContain('has not connected this company');
    expect(await says({ who: service_account.id })).toContain('Yes, it may.');
    const spanish = await browserOf(app, 'admin', { 'Accept-Language': 'es' });
    expect(textOf(await ask({ who: users.member.id, ...rfis, level: 'admin' }, spanish))).toContain('No. Su nivel');
  });

  it('follows what changes: a suspended app, a single action, a person who is in no project', async () => {
    const connector = await anInstalledConnector(await as(app, 'developer'), api, main, tower);
    const question = { app: connector.app.id, tool: 'project.rfis', project: tower };
    expect(await says(question)).toContain('Yes, it may.');
    expectStatus(await api.post(`/companies/${main}/app_installations/${connector.id}/suspend`, {}), 200);
    expect(await says(question)).toContain('No. The app is suspended');
    const clerk = await aMember(app, main, {
      levels: { 'company.directory': 'read_only' },
      actions: { 'company.directory': ['create_users'] },
    });
    const directory = { who: clerk.id, tool: 'company.directory', level: 'admin' };
    expect(await says(directory)).toContain('No. Its level');
    expect(await says({ ...directory, action: 'company.directory/create_users' })).toContain('Yes, it may.');
    expect(await says({ ...directory, action: 'company.directory/edit_users' })).toContain('No. Its level');
    const project = await aProject(api, main);
    expect(await says({ who: clerk.id, project })).toContain('No. It is not in the project.');
    const inside = await aProjectMember(app, { id: project, company_id: main }, {});
    expect(await says({ who: inside.id, project })).toContain('Yes, it may.');
  });

  it('has somebody chosen before anything is asked, and answers for nobody whom it does not show', async () => {
    const { users } = app.demo;
    expect((await admin.get(base)).text).toMatch(/<option value="\d+" selected>/);
    const high = { who: users.member.id, tool: 'company.directory', level: 'admin' };
    expect(await says(high)).toContain('No.');
    expect(await says({ ...high, other: users.admin.id })).toContain('No.');
  });

  it('calls single actions, and the accounts of apps, by names that people know', async () => {
    const spanish = await browserOf(app, 'admin', { 'Accept-Language': 'es' });
    expect(textOf(await spanish.get(base))).toContain('Crear usuarios');
    expect(textOf(await admin.get(base))).toMatch(/Data Connector \(#\d+\)/);
  });

  it('says what is missing of a question, and keeps what was chosen', async () => {
    const { users } = app.demo;
    for (const [question, name] of [
      [{}, 'who'],
      [{ who: 'x' }, null],
      [{ who: users.member.id, tool: 'project.rfis' }, 'project'],
      [{ who: users.member.id, app: '987654' }, 'app'],
      [{ who: users.member.id, app: 'x' }, 'app'],
      [{ who: users.member.id, action: 'company.directory/create_users' }, 'action'],
      [
        { who: users.member.id, tool: 'project.rfis', project: tower, action: 'company.directory/create_users' },
        'action',
      ],
      [{ who: users.member.id, tool: 'company.directory', action: 'company.directory/fly' }, null],
      [{ who: users.member.id, tool: 'company.nonsense' }, null],
      [{ who: users.member.id, level: 'owner' }, null],
      [{ who: users.member.id, level: 'none' }, null],
    ] as [Record<string, string>, string | null][]) {
      const answer = await ask(question);
      const isMarked = name === null || answer.text.includes(`id="${name}-wrong"`);
      expect([question, answer.status, isMarked]).toEqual([question, 422, true]);
    }
    const answer = await ask({ who: users.member.id, tool: 'project.rfis' });
    expect(answer.text).toMatch(new RegExp(`<option value="${users.member.id}" selected>`));
  });

  it('tells nothing of people, projects and apps elsewhere', async () => {
    const { users, projects } = app.demo;
    const gone = await says({ who: users.outsider.id });
    expect(gone).toBe((await says({ who: 987_654 })).replaceAll('987654', String(users.outsider.id)));
    expect(gone).toContain('not an active member');
    const [foreign, none] = await Promise.all(
      [projects.depot.id, 987_654].map((project) => says({ who: users.member.id, project })),
    );
    expect(foreign).toBe(none);
    const page = await admin.get(base);
    expect(textOf(page)).not.toContain(users.outsider.email);
    expect(page.text).not.toContain(`<option value="${projects.depot.id}">${projects.depot.name}`);
  });

  it('is for company administrators alone', async () => {
    const manager = await browserOf(app, await aMember(app, main, { levels: { 'company.app_management': 'admin' } }));
    expect((await manager.get(base)).status).toBe(403);
    expect((await ask({ who: app.demo.users.admin.id }, manager)).status).toBe(403);
    expect((await manager.get(`/console/companies/${main}/apps`)).text).not.toContain(base);
    expect((await (await browserOf(app, 'outsider')).get(base)).status).toBe(404);
    expect((await admin.get(`/console/companies/987654/access`)).status).toBe(404);
  });
});
