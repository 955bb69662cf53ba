import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, as, expectStatus } from '../apps/api.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { aProject, aProjectMember, signedIn, wrongFields } from './people.js';

let app: TestApp;
let admin: Api;
let main: number;
/** Made in this order. */
let b: number;
let a: number;
let c: number;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  main = app.demo.companies.main.id;
  b = await aProject(admin, main, 'beta list');
  a = await aProject(admin, main, 'Alpha list');
  c = await aProject(admin, main, 'Gamma list');
  await app.database.execute('UPDATE projects SET created_at = created_at + id, updated_at = updated_at - id');
});
afterAll(() => app.close());

/** The ids that both lists of projects give for a query; they must agree. */
async function listed(api: Api, query: string): Promise<number[]> {
  const lists = [
    await api.get(`/projects?company_id=${main}&${query}`),
    await api.get(`/companies/${main}/projects?${query}`),
  ];
  const [long, brief] = lists.map((answer) => expectStatus(answer, 200).body.map(({ id }: { id: number }) => id));
  expect(long).toEqual(brief);
  expect(lists.map(({ headers }) => headers.get('total'))).toEqual([String(long.length), String(long.length)]);
  return long;
}

describe('a list of projects', () => {
  it('is filtered by ids in every spelling of existing clients', async () => {
    expect(await listed(admin, `filters[id]=${a}`)).toEqual([a]);
    expect(await listed(admin, `filters[id]=${a},${b}`)).toEqual([b, a]);
    expect(await listed(admin, `filters%5Bid%5D%5B%5D=${c}`)).toEqual([c]);
    expect(await listed(admin, `filters%5Bid%5D%5B%5D=${c}&filters%5Bid%5D%5B%5D=${a}`)).toEqual([a, c]);
    expect(await listed(admin, `filters[id]=${a}&filters[id][]=${b}&filters[name]=alpha`)).toEqual([a]);
  });

  it('is never widened by a filter', async () => {
    const { depot, tower } = app.demo.projects;
    expect(await listed(admin, `filters[id]=${depot.id}`)).toEqual([]);
    const person = await aProjectMember(app, { id: a, company_id: main });
    const member = await signedIn(app, person);
    expect(await listed(member, `filters[id]=${a},${b},${tower.id}`)).toEqual([a]);
    expect(await listed(member, `filters[id]=${b}`)).toEqual([]);
  });

  it('is sorted by what is asked for, up or down', async () => {
    const all = `filters[id]=${a},${b},${c}`;
    expect(await listed(admin, all)).toEqual([b, a, c]);
    expect(await listed(admin, `${all}&sort=name`)).toEqual([a, b, c]);
    expect(await listed(admin, `${all}&sort=-name`)).toEqual([c, b, a]);
    expect(await listed(admin, `${all}&sort=created_at`)).toEqual([b, a, c]);
    expect(await listed(admin, `${all}&sort=-created_at`)).toEqual([c, a, b]);
    expect(await listed(admin, `${all}&sort=-id`)).toEqual([c, a, b]);
  });

  it('keeps one order over its pages where the field is equal', async () => {
    const seen: number[] = [];
    for (const page of [1, 2, 3]) {
      const query = `filters[id]=${a},${b},${c}&sort=-project_number&per_page=1&page=${page}`;
      seen.push(
        ...expectStatus(await admin.get(`/companies/${main}/projects?${query}`), 200).body.map(
          ({ id }: { id: number }) => id,
        ),
      );
    }
    expect(seen).toEqual([c, a, b]);
  });

  it.each([
    'filters[id]=x',
    'filters[id]=',
    'filters[id]=1,',
    'filters[id]=0',
    'filters[id]=1%20OR%201=1',
    'filters[id][]=-1',
  ])('is refused for %s', async (query) => {
    const fields = wrongFields(await admin.get(`/projects?company_id=${main}&${query}`));
    expect(fields.every((field) => field.startsWith('filters[id]'))).toBe(true);
  });

  it('is refused for more ids than a page holds, and for an order that is not kept', async () => {
    const many = Array.from({ length: 301 }, (_, at) => at + 1).join(',');
    expect(wrongFields(await admin.get(`/companies/${main}/projects?filters[id]=${many}`))).toEqual(['filters[id]']);
    for (const sort of ['company', '-', 'name;DROP TABLE projects', 'name&sort=id']) {
      expect(wrongFields(await admin.get(`/companies/${main}/projects?sort=${sort}`))).toEqual(['sort']);
    }
  });

  it('ignores what Procore’s clients send and what cannot mislead', async () => {
    expect(await listed(admin, `filters[id]=${a}&view=compact&serializer_view=normal`)).toEqual([a]);
  });
});
