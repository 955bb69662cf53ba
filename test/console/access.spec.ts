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
    for (const words of ['Alba Administrator', 'Data Connector', 'Harbour Tower', 'RFIs', 'Service accounts'])
      expect(text).toContain(words);
    expect(page.text).toContain(`<option value="${app.demo.service_account.id}"`);
    expect(text).not.toContain('What was looked at');
  });

  it('answers as the API does, in words that name the reason and what to do about it', async () => {
    const { users, clients, projects, service_account } = app.demo;
    const connector = clients.data_connector.app_id;
    const rfis = { tool: 'project.rfis', project: tower };
    expect(await says({ who: users.admin.id, ...rfis, level: 'admin' })).toContain('Yes, Alba Administrator may.');
    expect(await says({ who: users.member.id, ...rfis })).toContain('Yes, Marco Member may.');
    const low = await says({ who: users.member.id, ...rfis, level: 'admin' });
    expect(low).toContain('No, Marco Member may not. RFIs: Admin · Harbour Tower One thing stands');
    expect(low).toContain('is “Read only”: lower than “Admin”. An administrator raises the level');
    const elsewhere = await says({ app: connector, tool: 'project.rfis', project: projects.bridge.id });
    expect(elsewhere).toContain('One thing stands in the way: Data Connector may not work in North Bridge.');
    const unknown = await says({ who: users.member.id, app: clients.not_installed.app_id });
    expect(unknown).toContain('Not Installed Yet is not installed in the company');
    const ungranted = await says({ who: users.member.id, app: clients.native_app.app_id });
    expect(ungranted).toContain('Marco Member has not allowed Site Native App');
    expect(await says({ app: clients.web_app.app_id })).toContain('Site Web App cannot work by itself');
    expect(await says({ who: service_account.id })).toContain('Yes, Nightly export may.');
    const spanish = await browserOf(app, 'admin', { 'Accept-Language': 'es' });
    const answer = textOf(await ask({ who: users.member.id, ...rfis, level: 'admin' }, spanish));
    expect(answer).toContain('No, Marco Member no puede.');
    expect(answer).toContain('menor que «Administrador». Un administrador sube el nivel');
  });

  it('names at the top all that stands in the way, each with the page where it is mended', async () => {
    const { clients, projects, service_account, users } = app.demo;
    const rfis = { tool: 'project.rfis', project: projects.bridge.id, level: 'standard' };
    const person = await says({ who: users.member.id, app: clients.not_installed.app_id, ...rfis });
    expect(person).toContain('No, Marco Member may not.');
    expect(person).toContain('4 things stand in the way:');
    for (const reason of ['is not installed', 'has not allowed Not', 'is not in North Bridge', 'lower than “Standard”'])
      expect(person).toContain(reason);
    expect(person).toMatch(
      /approve as much for Not Installed Yet\? Not known yet .* may Not Installed Yet work there\? Not known/,
    );
    const links = async (question: Record<string, string | number | undefined>): Promise<string[]> => {
      const [, list] = /<ol class="obstacles">(.*?)<\/ol>/s.exec((await ask(question)).text) ?? [];
      return [...(list ?? '').matchAll(/href="([^"]*)"/g)].map(([, href]) =>
        href.replace(`/console/companies/${main}`, ''),
      );
    };
    const installed = `/apps/${clients.data_connector.installation_id}`;
    const account = `/service-accounts/${service_account.id}`;
    expect(await links({ who: users.member.id, app: clients.not_installed.app_id })).toEqual([
      `/apps/install?app_id=${clients.not_installed.app_id}`,
    ]);
    expect(await links({ app: clients.data_connector.app_id, ...rfis })).toEqual([`${installed}/projects`]);
    const high = { tool: 'company.directory', level: 'admin' };
    expect(await links({ app: clients.data_connector.app_id, ...high })).toEqual([installed]);
    expect(await links({ who: service_account.id, ...high })).toEqual([`${account}#permissions`]);
    const inProject = `${account}/projects/${projects.bridge.id}`;
    expect(await links({ who: service_account.id, ...rfis })).toEqual([inProject, inProject]);
    for (const link of [`/apps/install?app_id=${clients.not_installed.app_id}`, `${installed}/projects`, inProject])
      expect((await admin.get(`/console/companies/${main}${link}`)).status).toBe(200);
  });

  it('says what does not apply to a question, and does not count it as passed', async () => {
    const { clients, users } = app.demo;
    const direct = await says({ who: users.member.id });
    for (const part of ['Installation and approval of an app', 'Membership in a project', 'Levels on tools'])
      expect(direct).toContain(`${part} Does not apply`);
    for (const question of ['installed', 'allow', 'approve', 'level of', 'scope', 'token', 'credentials'])
      expect(direct.split('What was looked at')[1]).not.toContain(question);
    const alone = await says({ app: clients.data_connector.app_id });
    expect(alone).toContain('Consent of a person Does not apply');
    expect(alone).not.toContain('work for them');
    const missing = await says({ app: clients.not_installed.app_id, tool: 'project.rfis', project: tower });
    expect(missing).toContain('One thing stands in the way: Not Installed Yet is not installed');
    expect(missing).toContain('Not known yet');
    const company = await says({ who: users.member.id, tool: 'company.directory', project: tower });
    expect(company).toContain('Membership in a project Does not apply');
  });

  it('follows what changes: a suspended app, a single action, a person who is in no project', async () => {
    const connector = await anInstalledConnector(await as(app, 'developer'), api, main, tower);
    const question = { app: connector.app.id, tool: 'project.rfis', project: tower };
    expect(await says(question)).toContain('Yes, ');
    expectStatus(await api.post(`/companies/${main}/app_installations/${connector.id}/suspend`, {}), 200);
    expect(await says(question)).toContain('is suspended in the company. Resume the app');
    const clerk = await aMember(app, main, {
      levels: { 'company.directory': 'read_only' },
      actions: { 'company.directory': ['create_users'] },
    });
    const directory = { who: clerk.id, tool: 'company.directory', level: 'admin' };
    expect(await says(directory)).toContain('lower than “Admin”');
    const single = { who: clerk.id, level: 'read_only' };
    expect(await says({ ...single, tool: 'company.directory/create_users' })).toContain('Yes, Person may.');
    const refused = await says({ ...single, tool: 'company.directory/edit_users' });
    expect(refused).toContain('Person was not given “Edit users” in Directory (company).');
    expect(await says({ ...directory, action: 'company.directory/create_users' })).toContain('Yes, ');
    const project = await aProject(api, main);
    expect(await says({ who: clerk.id, project })).toContain('One thing stands in the way: Person is not in');
    const inside = await aProjectMember(app, { id: project, company_id: main }, {});
    expect(await says({ who: inside.id, project })).toContain('Yes, ');
  });

  it('calls people by their names, and those who share one by their addresses, too', async () => {
    const [one, other] = [await aMember(app, main), await aMember(app, main)];
    const page = await admin.get(base);
    expect(page.text).toContain('>Marco Member</option>');
    for (const { id, email } of [one, other]) expect(page.text).toContain(`<option value="${id}">Person (${email})<`);
  });

  it('has somebody chosen before anything is asked, and answers for nobody whom it does not show', async () => {
    const { users } = app.demo;
    expect((await admin.get(base)).text).toMatch(/<option value="\d+" selected>/);
    const high = { who: users.member.id, tool: 'company.directory', level: 'admin' };
    expect(await says(high)).toContain('No, Marco Member');
    expect(await says({ ...high, other: users.admin.id })).toContain('No, Marco Member');
  });

  it('calls single actions, and the accounts of apps, by names that people know', async () => {
    const spanish = await browserOf(app, 'admin', { 'Accept-Language': 'es' });
    expect(textOf(await spanish.get(base))).toContain('Crear usuarios');
    expect(textOf(await admin.get(base))).toMatch(/Data Connector \(by itself\)/);
  });

  it('says what is missing of a question, and keeps what was chosen', async () => {
    const { service_account, users } = app.demo;
    const who = users.member.id;
    const member = (await admin.get(base)).text.match(/<option value="(\d+)">Data Connector \(by itself/)?.[1];
    for (const [question, name] of [
      [{}, 'who'],
      [{ who: 'x' }, 'who'],
      [{ who, tool: 'project.rfis' }, 'project'],
      [{ who, tool: 'project.rfis', project: 'x' }, 'project'],
      [{ who, app: '987654' }, 'app'],
      [{ who, app: 'x' }, 'app'],
      [{ who: service_account.id, app: app.demo.clients.data_connector.app_id }, 'app'],
      [{ who: member, app: app.demo.clients.web_app.app_id }, 'app'],
      [{ who, tool: 'project.rfis', project: tower, action: 'company.directory/create_users' }, 'tool'],
      [{ who, tool: 'company.directory/edit_users', action: 'project.rfis/fly' }, 'tool'],
      [{ who, action: 'company.directory/fly' }, 'tool'],
      [{ who, tool: 'company.directory/fly' }, 'tool'],
      [{ who, tool: 'company.directory/' }, 'tool'],
      [{ who, tool: 'company.nonsense' }, 'tool'],
      [{ who, tool: '/create_users' }, 'tool'],
      [{ who, level: 'owner' }, 'level'],
      [{ who, level: 'none' }, 'level'],
    ] as [Record<string, string | number>, string][]) {
      const answer = await ask(question);
      const marked = [...answer.text.matchAll(/id="(\w+)-wrong"/g)].map(([, field]) => field);
      expect([question, answer.status, marked]).toEqual([question, 422, [name]]);
      expect(answer.text).toContain(`<form class="panel" method="get" action="${base}">`);
    }
    const answer = await ask({ who, tool: 'project.rfis', action: 'company.directory/create_users', level: 'admin' });
    expect(textOf(answer)).toContain('That action belongs to another tool.');
    for (const choice of [who, 'project.rfis', 'admin']) expect(answer.text).toContain(`value="${choice}" selected>`);
  });

  it('tells nothing of people, projects and apps elsewhere', async () => {
    const { users, projects } = app.demo;
    const gone = await says({ who: users.outsider.id });
    expect(gone).toBe((await says({ who: 987_654 })).replaceAll('987654', String(users.outsider.id)));
    expect(gone).toContain('not an active member');
    const [foreign, none] = await Promise.all(
      [projects.depot.id, 987_654].map((project) => says({ who: users.member.id, project })),
    );
    expect(foreign).toBe(none.replaceAll('#987654', `#${projects.depot.id}`));
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
