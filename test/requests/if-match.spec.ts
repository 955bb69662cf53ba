import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { as, type Api } from '../apps/api.js';
import { clientToken } from '../support/flows.js';
import { type Answer, call } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let admin: Api;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
});
afterAll(() => app.close());

const subjects = (): { path: string; change: (value: string) => object; read: (body: Answer['body']) => string }[] => [
  {
    path: `/companies/${app.demo.companies.main.id}`,
    change: (name) => ({ name }),
    read: ({ name }) => name,
  },
  {
    path: `/companies/${app.demo.companies.main.id}/service_accounts/${app.demo.service_account.id}`,
    change: (description) => ({ description }),
    read: ({ description }) => description,
  },
];

const tagOf = async (path: string): Promise<string> => (await admin.get(path)).headers.get('etag') ?? '';

function send(method: string, path: string, json: unknown, headers: Record<string, string>): Promise<Answer> {
  return call(`${app.url}/rest/v1.0${path}`, admin.token, { method, json, headers });
}

async function anRfi(): Promise<string> {
  const list = `/projects/${app.demo.projects.tower.id}/rfis`;
  const { body } = await admin.post(list, { subject: `Which door? ${randomUUID()}`, question: 'The plan shows two.' });
  return `${list}/${body.id}`;
}

describe('the entity tag of an object', () => {
  it('stays while the object stays, and changes with it', async () => {
    const path = await anRfi();
    const before = await tagOf(path);
    expect(before).toMatch(/^"[\w-]{27}"$/);
    expect(await tagOf(path)).toBe(before);
    await admin.patch(path, { subject: 'Another door' });
    expect(await tagOf(path)).not.toBe(before);
  });

  it('does not change because a service account was used', async () => {
    const [, { path }] = subjects();
    const before = await tagOf(path);
    await clientToken(app, app.demo.service_account);
    expect(await tagOf(path)).toBe(before);
  });

  it('is not given for lists and refusals', async () => {
    expect((await admin.get('/companies')).headers.get('etag')).toBeNull();
    expect((await admin.get('/companies/99999999')).headers.get('etag')).toBeNull();
  });
});

describe('a change with If-Match', () => {
  it('happens to what the client has seen', async () => {
    for (const { path, change, read } of subjects()) {
      const value = `Seen ${randomUUID()}`;
      const answer = await send('PATCH', path, change(value), { 'If-Match': `"other", ${await tagOf(path)}` });
      expect([answer.status, read(answer.body)]).toEqual([200, value]);
    }
  });

  it('does not happen to what somebody else has changed, and tells what to do', async () => {
    for (const { path, change, read } of subjects()) {
      const tag = await tagOf(path);
      const theirs = `Theirs ${randomUUID()}`;
      await admin.patch(path, change(theirs));
      const answer = await send('PATCH', path, change('Mine'), { 'If-Match': tag });
      expect([answer.status, answer.body.code]).toEqual([412, 'precondition_failed']);
      expect(answer.body.detail).toContain('Read it again');
      expect(read((await admin.get(path)).body)).toBe(theirs);
    }
  });

  it('happens once when many have seen the same', async () => {
    const path = await anRfi();
    const tag = await tagOf(path);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => send('PATCH', path, { subject: `Door ${n}` }, { 'If-Match': tag })),
    );
    const counts = answers.map(({ status }) => status).sort();
    expect(counts).toEqual([200, ...Array<number>(9).fill(412)]);
  });

  it('is answered by all who ask at once for what everybody may change', async () => {
    const { path, change } = subjects()[0];
    const send40 = Array.from({ length: 40 }, (_, n) => send('PATCH', path, change(`Name ${n}`), { 'If-Match': '*' }));
    const plain = Array.from({ length: 10 }, (_, n) => admin.patch(path, change(`Plain ${n}`)));
    const statuses = (await Promise.all([...send40, ...plain])).map(({ status }) => status);
    expect(statuses.filter((status) => status !== 200 && status !== 409)).toEqual([]);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(25);
  });

  it('happens to every one of many objects of a company at once', async () => {
    const main = app.demo.companies.main.id;
    const paths: string[] = [];
    for (let n = 0; n < 10; n++) {
      const user = { last_name: `Person ${n}`, email_address: `${randomUUID()}@demo.test` };
      paths.push(`/companies/${main}/users/${(await admin.post(`/companies/${main}/users`, { user })).body.id}`);
    }
    const tags = await Promise.all(paths.map(tagOf));
    const answers = await Promise.all(
      paths.map((path, n) => send('PATCH', path, { user: { job_title: 'Foreman' } }, { 'If-Match': tags[n] })),
    );
    expect(answers.map(({ status, body }) => [status, body.job_title])).toEqual(Array(10).fill([200, 'Foreman']));
  });

  it('happens where the company is named in the body alone', async () => {
    const { id: company_id } = app.demo.companies.main;
    const [{ id }] = (await admin.get(`/app_installations?company_id=${company_id}`)).body;
    const body = { company_id, app_installation: { status: 'installed' } };
    const tag = await tagOf(`/app_installations/${id}?company_id=${company_id}`);
    const path = `/app_installations/${id}`;
    expect((await send('PATCH', path, body, { 'If-Match': tag })).status).toBe(200);
    expect((await send('PATCH', path, body, { 'If-Match': '"other"' })).status).toBe(412);
  });

  it('never undoes an unconditional change that runs beside it', async () => {
    for (let round = 0; round < 10; round++) {
      const path = await anRfi();
      const tag = await tagOf(path);
      const [conditional, plain] = await Promise.all([
        send('PATCH', path, { subject: 'conditional' }, { 'If-Match': tag }),
        admin.patch(path, { question: 'plain' }),
      ]);
      expect(plain.status).toBe(200);
      expect([200, 412]).toContain(conditional.status);
      const { subject, question } = (await admin.get(path)).body;
      expect(question).toBe('plain');
      expect(subject === 'conditional').toBe(conditional.status === 200);
    }
  });

  it.each(['W/"weak"', '"unknown"'])('does not happen for %s', async (tag) => {
    const path = await anRfi();
    expect((await send('PATCH', path, { subject: 'x' }, { 'If-Match': tag })).status).toBe(412);
  });

  it.each(['', 'unquoted', '"a" "b"', '"a",', `"${'x'.repeat(20)}`])('is refused for %j', async (tag) => {
    const path = await anRfi();
    const answer = await send('PATCH', path, { subject: 'x' }, { 'If-Match': tag });
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_if_match']);
  });

  it('happens with * to what exists, and not where nothing can be read', async () => {
    const path = await anRfi();
    expect((await send('PATCH', path, { subject: 'x' }, { 'If-Match': '*' })).status).toBe(200);
    const list = path.slice(0, path.lastIndexOf('/'));
    const answer = await send('POST', list, { subject: 'x', question: 'y' }, { 'If-Match': '*' });
    expect([answer.status, answer.body.code]).toEqual([412, 'precondition_failed']);
  });

  it('tells nobody of what they may not see', async () => {
    const foreign = `/companies/${app.demo.companies.main.id}`;
    const outsider = await as(app, 'outsider');
    const headers = { 'If-Match': await tagOf(foreign) };
    const answer = await call(`${app.url}/rest/v1.0${foreign}`, outsider.token, {
      method: 'PATCH',
      json: { name: 'x' },
      headers,
    });
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
  });

  it('is answered again when it is sent again with its idempotency token', async () => {
    const path = await anRfi();
    const headers = { 'If-Match': await tagOf(path), 'Idempotency-Token': randomUUID() };
    const first = await send('PATCH', path, { subject: 'Once' }, headers);
    const second = await send('PATCH', path, { subject: 'Once' }, headers);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body).toEqual(first.body);
  });
});
