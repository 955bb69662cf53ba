import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Members } from '../../src/directory/index.js';
import { type Api, as, asClient, auditOf, expectStatus } from '../apps/api.js';
import { userTokens } from '../support/flows.js';
import { anAccount } from '../service-accounts/accounts.js';
import { type Answer, call } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { aMember, aPerson, bytesOf, outcome, signedIn, wrongFields } from './people.js';

let app: TestApp;
let admin: Api;
let main: number;
let users: string;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
  main = app.demo.companies.main.id;
  users = `/companies/${main}/users`;
});
afterAll(() => app.close());

let count = 0;
const entry = (email_address: string, more: object = {}): object => ({
  user: { email_address, first_name: 'Ada', last_name: 'Bauer', ...more },
});
const unknown = (): string => `nobody-${++count}@demo.test`;

describe('adding somebody', () => {
  it('answers the same whether or not the address has an account', async () => {
    const known = await aPerson(app);
    const [one, other] = [await admin.post(users, entry(known.email)), await admin.post(users, entry(unknown()))];
    const shape = ({ status, body }: typeof one): object => [
      status,
      { ...body, id: 0, email_address: '', created_at: '', updated_at: '' },
    ];
    expect(shape(one)).toEqual(shape(other));
    expect(one.body).toMatchObject({ status: 'invited', is_active: false });
    const invited = await signedIn(app, known, []);
    expect((await invited.get(`/companies/${main}`)).status).toBe(404);
  });

  it('happens once when many do it, however the address is written', async () => {
    const email = unknown();
    const spellings = [email, email.toUpperCase(), ` ${email} `, email, email];
    const answers = await Promise.all(spellings.map((address) => admin.post(users, entry(address))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(outcome(await admin.post(users, entry(email)))).toEqual([409, 'duplicate_member']);
  });

  it('leaves it to the invited person whether the entry becomes active', async () => {
    const invited = expectStatus(await admin.post(users, entry(unknown())), 201).body;
    const pending = [409, 'invitation_pending'];
    const path = `${users}/${invited.id}`;
    expect(outcome(await admin.patch(path, { user: { is_active: true } }))).toEqual(pending);
    const both = { user: { job_title: 'Foreman', is_active: true } };
    expect(outcome(await admin.patch(path, both))).toEqual(pending);
    expect(expectStatus(await admin.get(path), 200).body).toEqual(invited);
    const events = await auditOf(app, 'member', invited.id);
    expect(events.map(({ action }) => action)).toEqual(['member.added']);
    // It is not active already, so there is nothing to switch off.
    expect((await admin.patch(path, { user: { is_active: false } })).body.status).toBe('invited');
  });

  it('needs admin on company.directory, or the action', async () => {
    const level = { 'company.directory': 'read_only' };
    const able = { levels: level, actions: { 'company.directory': ['create_users'] } };
    const without = await signedIn(app, await aMember(app, main, { levels: level }));
    const withAction = await signedIn(app, await aMember(app, main, able));
    expect(outcome(await without.post(users, entry(unknown())))).toEqual([403, 'insufficient_level']);
    const added = expectStatus(await withAction.post(users, entry(unknown())), 201).body.id as number;
    expect(outcome(await withAction.patch(`${users}/${added}`, entry('')))).toEqual([403, 'insufficient_level']);
  });

  it('gives no template that the caller does not hold', async () => {
    const body = {
      permission_template: {
        name: 'Strong',
        type: 'company_tools',
        user_access_levels: { 'company.payments': 'admin' },
      },
    };
    const { id } = expectStatus(await admin.post(`/companies/${main}/permission_templates`, body), 200).body;
    const able = { levels: { 'company.directory': 'standard' }, actions: { 'company.directory': ['create_users'] } };
    const helper = await signedIn(app, await aMember(app, main, able));
    const email = unknown();
    const answer = await helper.post(users, entry(email, { company_permission_template_id: id }));
    expect(outcome(answer)).toEqual([403, 'exceeds_own_permissions']);
    expect((await admin.post(users, entry(email))).status).toBe(201);
  });

  it('tells nothing of the template of another company: it looks like none, whoever asks', async () => {
    const secret = { name: 'Secret', type: 'company_tools', user_access_levels: { 'company.payments': 'standard' } };
    const theirs = await admin.post(`/companies/${app.demo.companies.other.id}/permission_templates`, {
      permission_template: secret,
    });
    const { id } = expectStatus(theirs, 200).body;
    const actions = { 'company.directory': ['create_users', 'edit_users'] };
    const clerk = await signedIn(
      app,
      await aMember(app, main, { levels: { 'company.directory': 'standard' }, actions }),
    );
    const account = await anAccount(admin, main);
    expectStatus(await admin.put(`${account.path}/permissions`, { levels: { 'company.directory': 'admin' } }), 200);
    const keeper = await asClient(app, account);
    const added = expectStatus(await clerk.post(users, entry(unknown())), 201).body.id as number;
    const template = (company_permission_template_id: number) => ({ company_permission_template_id });
    const askers: ((of: number) => Promise<Answer>)[] = [
      (of) => clerk.post(users, entry(unknown(), template(of))),
      (of) => keeper.post(users, entry(unknown(), template(of))),
      (of) => keeper.patch(`${users}/${added}`, { user: template(of) }),
      (of) => admin.patch(`${users}/${added}`, { user: template(of) }),
    ];
    for (const ask of askers) {
      const [theirAnswer, ofNone] = [await ask(id as number), await ask(99_999_999)];
      expect(wrongFields(theirAnswer)).toEqual(['user.company_permission_template_id']);
      expect(bytesOf(theirAnswer)).toBe(bytesOf(ofNone));
    }
  });

  it.each([
    ['no address', { user: { last_name: 'B' } }, ['user.email_address']],
    ['what is no address', { user: { last_name: 'B', email_address: 'a@b@c' } }, ['user.email_address']],
    ['blanks', { user: { last_name: ' ', email_address: ' ' } }, ['user.email_address', 'user.last_name']],
    ['no user', {}, ['user']],
    ['other types', { user: { last_name: 1, email_address: [] } }, ['user.email_address', 'user.last_name']],
  ])('is refused with %s', async (_what, body, fields) => {
    const answer = await admin.post(users, body);
    expect(wrongFields(answer).every((field) => fields.includes(field))).toBe(true);
    expect(wrongFields(answer).length).toBeGreaterThan(0);
  });
});

describe('the directory', () => {
  it('is for those who may read it, in pages', async () => {
    const reader = await signedIn(app, await aMember(app, main, { levels: { 'company.directory': 'read_only' } }));
    const page = await reader.get(`${users}?per_page=2`);
    expect([page.status, page.body.length, page.headers.get('per-page')]).toEqual([200, 2, '2']);
    const blind = await signedIn(app, await aMember(app, main));
    expect(outcome(await blind.get(users))).toEqual([403, 'insufficient_level']);
    expect((await blind.get(`/companies/${main}/me`)).status).toBe(200);
  });

  it('shows nobody of another company', async () => {
    const stranger = app.demo.users.outsider.id;
    expect(outcome(await admin.get(`${users}/${stranger}`))).toEqual([404, 'not_found']);
    expect(outcome(await admin.patch(`${users}/${stranger}`, { user: { job_title: 'x' } }))).toEqual([
      404,
      'not_found',
    ]);
  });

  it('keeps the address of an entry', async () => {
    const { id, email } = await aMember(app, main);
    const answer = await admin.patch(`${users}/${id}`, { user: { email_address: unknown(), job_title: 'Foreman' } });
    expect([200, 422]).toContain(answer.status);
    expect((await admin.get(`${users}/${id}`)).body.email_address).toBe(email);
  });
});

describe('leaving a company', () => {
  it('takes it out of every grant on the next call, and coming back gives none of them back', async () => {
    const person = await aMember(app, main, { levels: { 'company.directory': 'read_only' } });
    const { access_token } = await userTokens(app, app.demo.clients.web_app, person);
    const look = async (): Promise<[number, string | undefined]> =>
      outcome(await call(`${app.url}/rest/v1.0${users}`, access_token));
    expect((await look())[0]).toBe(200);
    expectStatus(await admin.patch(`${users}/${person.id}`, { user: { is_active: false } }), 200);
    expect(await look()).toEqual([404, 'not_found']);
    expectStatus(await admin.patch(`${users}/${person.id}`, { user: { is_active: true } }), 200);
    expect(await look()).toEqual([403, 'company_not_granted']);
    const again = await userTokens(app, app.demo.clients.web_app, person);
    expect((await call(`${app.url}/rest/v1.0${users}`, again.access_token)).status).toBe(200);
  });

  it('is not noticed by other companies, in the same token', async () => {
    const { main: here, other } = app.demo.companies;
    const levels = { 'company.directory': 'read_only' };
    const person = await aMember(app, here.id, { levels });
    await app.app.get(Members).add(other.id, person.id, { lastName: 'Person', email: person.email, levels });
    const api = await signedIn(app, person, [here.id, other.id]);
    const seen = async (): Promise<number[]> => [
      (await api.get(users)).status,
      (await api.get(`/companies/${other.id}/users`)).status,
    ];
    expect(await seen()).toEqual([200, 200]);
    expectStatus(await admin.patch(`${users}/${person.id}`, { user: { is_active: false } }), 200);
    expect(await seen()).toEqual([404, 200]);
    expect((await api.get('/companies')).body.map(({ id }: { id: number }) => id)).toEqual([other.id]);
    expect((await admin.get(`/companies/${other.id}/users/${person.id}`)).body.is_active).toBe(true);
  });
});
