import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Companies, Members } from '../../src/directory/index.js';
import { Principals, Users } from '../../src/identity/index.js';
import { type Api, expectStatus } from '../apps/api.js';
import { anAccount } from '../service-accounts/accounts.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { aMember, outcome, type Person, signedIn } from './people.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

interface Team {
  readonly company: number;
  readonly people: readonly Person[];
  readonly apis: readonly Api[];
}

let count = 0;

/** A company with so many administrators, each signed in. */
async function aTeam(size: number): Promise<Team> {
  const { id } = await app.app.get(Companies).create({ name: `Team ${++count}`, environment: 'production' });
  const people: Person[] = [];
  for (let n = 0; n < size; n++) people.push(await aMember(app, id, { role: 'admin' }));
  const apis = await Promise.all(people.map((person) => signedIn(app, person, [id])));
  return { company: id, people, apis };
}

const demote = (api: Api, company: number, { id }: Person) =>
  api.put(`/companies/${company}/members/${id}/permissions`, { role: 'member' });
const deactivate = (api: Api, company: number, { id }: Person) =>
  api.patch(`/companies/${company}/users/${id}`, { user: { is_active: false } });

/** How many still administer the company, by what they may do. */
async function administrators({ company, apis }: Team): Promise<number> {
  const answers = await Promise.all(
    apis.map((api) => api.patch(`/companies/${company}`, { name: `Still ${company}` })),
  );
  return answers.filter(({ status }) => status === 200).length;
}

const LAST = [409, 'last_administrator'];

describe('the last administrator of a company', () => {
  it('is neither demoted nor deactivated, also not by themselves', async () => {
    const team = await aTeam(1);
    const { company, people, apis } = team;
    expect(outcome(await demote(apis[0], company, people[0]))).toEqual(LAST);
    expect(outcome(await deactivate(apis[0], company, people[0]))).toEqual(LAST);
    expect(await administrators(team)).toBe(1);
  });

  it('may be one by admin on company.directory, and keeps it', async () => {
    const team = await aTeam(1);
    const { company, people, apis } = team;
    const path = `/companies/${company}/members/${people[0].id}/permissions`;
    expectStatus(await apis[0].put(path, { role: 'member', levels: { 'company.directory': 'admin' } }), 200);
    expect(outcome(await apis[0].put(path, { role: 'member', levels: {} }))).toEqual(LAST);
    expect(outcome(await apis[0].put(path, { levels: { 'company.directory': 'standard' } }))).toEqual(LAST);
    expect(await administrators(team)).toBe(1);
  });

  it('is not replaced by a service account, an inactive or a blocked administrator', async () => {
    const team = await aTeam(3);
    const { company, people, apis } = team;
    const keeper = await signedIn(app, people[0], [company], 'service_accounts:manage');
    const { path } = await anAccount(keeper, company);
    expectStatus(await keeper.put(`${path}/permissions`, { levels: { 'company.directory': 'admin' } }), 200);
    expectStatus(await deactivate(apis[0], company, people[1]), 200);
    await app.app.get(Users).block(people[2].id);
    expect(outcome(await demote(apis[0], company, people[0]))).toEqual(LAST);
    expect(await administrators({ ...team, apis: [apis[0]] })).toBe(1);
  });

  it.each([
    ['two demotions of each other', demote, demote],
    ['two deactivations of each other', deactivate, deactivate],
    ['a demotion and a deactivation', demote, deactivate],
  ])('remains after %s at the same moment', async (_what, one, other) => {
    for (let round = 0; round < 6; round++) {
      const team = await aTeam(2);
      const { company, people, apis } = team;
      const answers = await Promise.all([one(apis[0], company, people[1]), other(apis[1], company, people[0])]);
      const done = answers.filter(({ status }) => status === 200);
      expect(done.length).toBeLessThanOrEqual(1);
      for (const answer of answers) expect([200, 403, 404, 409]).toContain(answer.status);
      expect(await administrators(team)).toBe(2 - done.length);
    }
  });

  it('is not replaced by an entry that nobody can sign in as', async () => {
    const team = await aTeam(1);
    const { company, people, apis } = team;
    const sample = await app.app.get(Principals).create('user', 'Sample Architect');
    await app.app.get(Members).add(company, sample, { lastName: 'Architect', role: 'admin' });
    expect(outcome(await demote(apis[0], company, people[0]))).toEqual(LAST);
    expect(outcome(await deactivate(apis[0], company, people[0]))).toEqual(LAST);
    expect(await administrators(team)).toBe(1);
  });

  it('remains when everybody leaves at the same moment', async () => {
    const team = await aTeam(4);
    const { company, people, apis } = team;
    const answers = await Promise.all(apis.map((api, n) => demote(api, company, people[n])));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 409]);
    expect(await administrators(team)).toBe(1);
  });
});
