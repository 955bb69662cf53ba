import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Companies } from '../../src/directory/index.js';
import { type Api, as, auditOf, expectStatus } from '../apps/api.js';
import { startApp, type TestApp } from '../support/start-app.js';
import {
  aMember,
  aProject,
  aProjectMember,
  bytesOf,
  outcome,
  type Person,
  signedIn,
  through,
  wrongFields,
} from './people.js';

let app: TestApp;
let admin: Api;
let web: Api;
let main: number;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  web = await through(app, 'web_app', app.demo.users.admin);
  main = app.demo.companies.main.id;
});
afterAll(() => app.close());

const NOWHERE = 987_654_321;
const FIVE = [1, 2, 3, 4, 5];
let count = 0;

interface Headed {
  readonly id: number;
  readonly person: Person;
  readonly api: Api;
}

/** A company of its own, so that its lists hold what a test put there. */
async function aCompany(): Promise<Headed> {
  const { id } = await app.app.get(Companies).create({ name: `Company ${++count}`, environment: 'production' });
  const person = await aMember(app, id, { role: 'admin' });
  return { id, person, api: await signedIn(app, person, [id]) };
}

const idsOf = (body: readonly { id: number }[]): number[] => body.map(({ id }) => id);
const namesOf = (body: readonly { name: string }[]): string[] => body.map(({ name }) => name);
const audited = async (type: string, id: number): Promise<string[]> =>
  (await auditOf(app, type, id)).map(({ action }) => action);

/** Every page of a list, by asking for one after the other. */
async function pagesOf(api: Api, path: string, size: number): Promise<number[][]> {
  const pages: number[][] = [];
  for (let page = 1; pages.at(-1)?.length !== 0; page++) {
    pages.push(idsOf(expectStatus(await api.get(`${path}per_page=${size}&page=${page}`), 200).body));
  }
  return pages.slice(0, -1);
}

describe('the list of companies', () => {
  it('holds those that the person connected and still belongs to, each once, and one of them is theirs', async () => {
    const company = await aCompany();
    const second = await aCompany();
    await app.app.get(Companies).create({ name: 'Of nobody', environment: 'production' });
    expect(idsOf((await company.api.get('/companies')).body)).toEqual([company.id]);
    const all = (await admin.get('/companies')).body;
    expect(idsOf(all)).toEqual(Object.values(app.demo.companies).map(({ id }) => id));
    expect(all.map(({ my_company }: { my_company: boolean }) => my_company)).toEqual([true, false, false]);
    expect(idsOf((await (await signedIn(app, second.person, [])).get('/companies')).body)).toEqual([]);
    const one = app.demo.companies.other.id;
    const again = { companies: [one], parameters: { prompt: 'consent' } };
    const narrow = await through(app, 'web_app', app.demo.users.admin, again);
    expect(idsOf((await narrow.get('/companies')).body)).toEqual([one]);
  });

  it('forgets a company that left the person, or was closed', async () => {
    const company = await aCompany();
    const guest = await aMember(app, company.id);
    const api = await signedIn(app, guest, [company.id]);
    const list = async (who: Api): Promise<number[]> => idsOf((await who.get('/companies')).body);
    expect(await list(api)).toEqual([company.id]);
    const leave = { user: { is_active: false } };
    expectStatus(await company.api.patch(`/companies/${company.id}/users/${guest.id}`, leave), 200);
    expect(await list(api)).toEqual([]);
    await app.app.get(Companies).update(company.id, { active: false });
    expect(await list(company.api)).toEqual([]);
  });

  it('comes in pages', async () => {
    const all = Object.values(app.demo.companies).map(({ id }) => [id]);
    expect(await pagesOf(admin, '/companies?', 1)).toEqual(all);
    const second = await admin.get('/companies?per_page=1&page=2');
    expect(second.body[0].my_company).toBe(false);
    expect(second.headers.get('total')).toBe('3');
  });
});

describe('a company', () => {
  it('is changed by its administrators with directory:manage, in one audit event each', async () => {
    const { id, api } = await aCompany();
    const path = `/companies/${id}`;
    const changed = expectStatus(await api.patch(path, { name: ' Renamed ' }), 200).body;
    expect(changed).toMatchObject({ id, name: 'Renamed', allow_user_installs: false, environment: 'production' });
    expect((await api.get(path)).body).toEqual(changed);
    const member = await signedIn(app, await aMember(app, id), [id]);
    expect(outcome(await member.patch(path, { name: 'Mine' }))).toEqual([403, 'insufficient_role']);
    expect((await api.get(path)).body).toEqual(changed);
    expect(await audited('company', id)).toEqual(['company.created', 'company.changed']);
  });

  it('is not changed through an app, whoever uses it', async () => {
    const { name } = (await admin.get(`/companies/${main}`)).body;
    const answer = await web.patch(`/companies/${main}`, { name: 'Mine' });
    expect(outcome(answer)).toEqual([403, 'insufficient_scope']);
    expect((await admin.get(`/companies/${main}`)).body.name).toBe(name);
  });

  it.each([
    [
      { environment: 'sandbox', id: 1, is_active: false, created_at: '' },
      ['created_at', 'environment', 'id', 'is_active'],
    ],
    [{ name: 7, allow_user_installs: 'yes' }, ['allow_user_installs', 'name']],
    [{ name: 'x'.repeat(201) }, ['name']],
    [{ name: null, allow_user_installs: null }, ['allow_user_installs', 'name']],
  ])('refuses %j, and names every wrong field', async (body, fields) => {
    const { id, api } = await aCompany();
    expect(wrongFields(await api.patch(`/companies/${id}`, body))).toEqual(fields);
    expect(await audited('company', id)).toEqual(['company.created']);
  });

  it('lives at the address of the issuer, for those who belong to it', async () => {
    const { id, api } = await aCompany();
    const home = expectStatus(await api.get('/company_base_url', id), 200).body;
    expect(home).toEqual({ zone: 'us', web_base_url: app.configuration.issuer });
    expect(bytesOf(await api.get('/company_base_url', main))).toBe(
      bytesOf(await api.get('/company_base_url', NOWHERE)),
    );
  });
});

describe('the list of projects', () => {
  it('holds all for administrators of the company, their own for others', async () => {
    const { id, api } = await aCompany();
    const projects = [await aProject(api, id), await aProject(api, id)];
    const insider = await aProjectMember(app, { id: projects[1], company_id: id });
    const theirs = await signedIn(app, insider, [id]);
    const nobody = await signedIn(app, await aMember(app, id), [id]);
    for (const path of [`/projects?company_id=${id}`, `/companies/${id}/projects`]) {
      expect(idsOf((await api.get(path)).body)).toEqual(projects);
      expect(idsOf((await theirs.get(path)).body)).toEqual(projects.slice(1));
      const none = await nobody.get(path);
      expect([none.body, none.headers.get('total')]).toEqual([[], '0']);
    }
  });

  it('keeps its order from page to page, also while projects change', async () => {
    const { id, api } = await aCompany();
    const projects: number[] = [];
    for (const n of FIVE) projects.push(await aProject(api, id, `Site ${9 - n}`));
    expectStatus(await api.patch(`/projects/${projects[1]}`, { project: { name: 'A first' } }), 200);
    const pages = [projects.slice(0, 2), projects.slice(2, 4), projects.slice(4)];
    expect(await pagesOf(api, `/companies/${id}/projects?`, 2)).toEqual(pages);
    expect(await pagesOf(api, `/projects?company_id=${id}&`, 2)).toEqual(pages);
  });

  it('is filtered by state, and by a part of the name taken literally', async () => {
    const { id, api } = await aCompany();
    const names = ['Tower_1', 'Tower 21', '100% Solar', 'Back\\slash', 'Oh! No'];
    for (const name of names) await aProject(api, id, name);
    const closed = await aProject(api, id, 'Old tower');
    expectStatus(await api.patch(`/projects/${closed}`, { project: { active: false } }), 200);
    const found = async (query: Record<string, string>): Promise<string[]> =>
      namesOf((await api.get(`/companies/${id}/projects?${new URLSearchParams(query).toString()}`)).body);
    expect(await found({ 'filters[by_status]': 'Inactive' })).toEqual(['Old tower']);
    expect(await found({ 'filters[by_status]': 'Active' })).toEqual(names);
    const parts = { r_1: [names[0]], '%': [names[2]], '\\': [names[3]], '!': [names[4]], "'": [] };
    for (const [part, expected] of Object.entries(parts)) {
      expect(await found({ 'filters[name]': part })).toEqual(expected);
    }
    expect(await found({ 'filters[name]': 'TOWER' })).toEqual([names[0], names[1], 'Old tower']);
  });

  it.each(['per_page=0', 'per_page=abc', 'page=-1', 'filters[by_status]=Lost', `filters[name]=${'x'.repeat(201)}`])(
    'is refused by %s',
    async (query) => {
      expect((await admin.get(`/companies/${main}/projects?${query}`)).status).toBe(422);
    },
  );
});
