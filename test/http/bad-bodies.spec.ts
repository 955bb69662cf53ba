import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { as, type Api } from '../apps/api.js';
import { credentials } from '../support/flows.js';
import { type Answer, call, postForm, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let admin: Api;

beforeAll(async () => {
  app = await startApp();
  admin = await as(app, 'admin');
});
afterAll(() => app.close());

const post = (body: string | Uint8Array<ArrayBuffer> | ReadableStream, type: string): Promise<Answer> =>
  send(`${app.url}/oauth/token`, {
    method: 'POST',
    body,
    headers: { 'Content-Type': type },
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  });

describe('a body with very many fields', () => {
  it('is refused as a form, and in the URL of any route', async () => {
    const many = 'a&'.repeat(32_000);
    expect((await post(many, 'application/x-www-form-urlencoded')).status).toBe(400);
    const short = 'a&'.repeat(5_000);
    expect((await send(`${app.url}/health/live?${short}`)).status).toBe(400);
    expect((await call(`${app.url}/rest/v1.0/me?${short}`, admin.token)).status).toBe(400);
  });
});

describe('field names that every object knows', () => {
  const NAMES = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf'];

  it.each(NAMES)('are unknown fields like others: %s', async (name) => {
    const company = app.demo.companies.main.id;
    const answers = [
      await admin.patch(`/companies/${company}`, { [name]: 1 }),
      await admin.post('/apps', { [name]: 1 }),
      await admin.post(`/companies/${company}/access_checks`, { [name]: { a: 1 } }),
      await admin.put(`/companies/${company}/members/2/permissions`, { levels: { [name]: 'admin' } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422]);
    expect(answers[0].body.errors[name]).toEqual(['is not a known field']);
  });

  it('are refused in a form as well', async () => {
    const path = `${app.url}/rest/v1.0/companies/${app.demo.companies.main.id}`;
    const headers = { Authorization: `Bearer ${admin.token}` };
    const form = { method: 'PATCH', headers, body: new URLSearchParams('__proto__=1&constructor=1') };
    expect((await send(path, form)).status).toBe(422);
  });
});

describe('multipart', () => {
  const part = (name: string, value: string, more = ''): string =>
    `--limit\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
  const TYPE = 'multipart/form-data; boundary=limit';

  const fields = (): string => {
    const { client_id, client_secret = '' } = credentials(app.demo.service_account);
    return (
      part('grant_type', 'client_credentials') + part('client_id', client_id) + part('client_secret', client_secret)
    );
  };

  it('is read to the end', async () => {
    expect((await post(`${fields()}--limit--\r\n`, TYPE)).status).toBe(200);
    expect((await post(`preamble\r\n${fields()}--limit--\r\nepilogue`, TYPE)).status).toBe(200);
  });

  it.each([
    ['without a boundary', () => fields(), 'multipart/form-data'],
    ['that is cut off', () => fields().slice(0, -40), TYPE],
    ['that is something else', () => '{"grant_type":"client_credentials"}', TYPE],
    ['with a file', () => `${fields()}${part('f', 'x', '; filename="f.txt"')}--limit--\r\n`, TYPE],
    ['with sixty fields', () => `${fields()}${part('f', 'x').repeat(60)}--limit--\r\n`, TYPE],
    ['with a field of 8 KiB and a byte', () => `${fields()}${part('f', 'x'.repeat(8_193))}--limit--\r\n`, TYPE],
    ['with a field of 8 KiB in characters only', () => `${fields()}${part('f', '€'.repeat(5_000))}--limit--\r\n`, TYPE],
    ['with a name of 201 bytes', () => `${fields()}${part('f'.repeat(201), 'x')}--limit--\r\n`, TYPE],
    ['with a part without a name', () => `${fields()}${part('f', 'x').replace('; name="f"', '')}--limit--\r\n`, TYPE],
    ['with a repeated field', () => `${fields()}${part('grant_type', 'x')}--limit--\r\n`, TYPE],
  ])('%s is a bad request', async (_what, body, type) => {
    const answer = await post(body(), type);
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
  });

  it.each([
    ['in a value', (): number[] => [...Buffer.from(part('f', '')), 0xff, 0xfe]],
    ['in a name', () => [...Buffer.from(part('f', 'x'))].map((byte) => (byte === 0x66 ? 0xff : byte))],
  ])('with bytes that are not UTF-8 %s is a bad request', async (_where, bytes) => {
    const [head, tail] = [Buffer.from(fields()), Buffer.from('\r\n--limit--\r\n')];
    const answer = await post(new Uint8Array([...head, ...bytes(), ...tail]), TYPE);
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
  });

  it.each(['utf-16le', 'iso-8859-1', 'base64'])('is read as UTF-8 whatever it claims to be: %s', async (charset) => {
    const claim = `\r\nContent-Type: text/plain; charset=${charset}`;
    const { client_id, client_secret = '' } = credentials(app.demo.service_account);
    const rest = part('client_id', client_id) + part('client_secret', client_secret) + '--limit--\r\n';
    expect((await post(part('grant_type', 'client_credentials', claim) + rest, TYPE)).status).toBe(200);
    const wide = Buffer.from('client_credentials', 'utf16le').toString('latin1');
    expect((await post(part('grant_type', wide, claim) + rest, TYPE)).body.error).toBe('invalid_request');
  });

  it('gives values of 8 KiB, empty and other ones as they are', async () => {
    const long = part('f', 'x'.repeat(8_192)) + part('g', '') + part('h'.repeat(200), 'ñ€🏗') + part('i', 'a\r\nb');
    expect((await post(`${fields()}${long}--limit--\r\n`, TYPE)).status).toBe(200);
    const scope = part('scope', 'project.rfis:read');
    expect((await post(`${fields()}${scope}--limit--\r\n`, TYPE)).body.scope).toBe('project.rfis:read');
  });

  it('of more than 64 KiB is refused, told or not how long it will be', async () => {
    const long = fields() + part('f', 'x'.repeat(8_000)).repeat(40);
    expect((await post(long, TYPE)).status).toBe(413);
    let sent = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        sent += 64 * 1024;
        if (sent > 100 * 1024 * 1024) controller.close();
        else controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    const status = await post(endless, TYPE).then(
      (answer) => answer.status,
      () => 'cut off',
    );
    expect([413, 'cut off']).toContain(status);
    expect(sent).toBeLessThan(50 * 1024 * 1024);
  });

  it('is for the protocol alone', async () => {
    const form = new FormData();
    form.append('name', 'x');
    const headers = { Authorization: `Bearer ${admin.token}` };
    expect((await send(`${app.url}/rest/v1.0/apps`, { method: 'POST', body: form, headers })).status).toBe(415);
  });
});

describe('a call of a web page', () => {
  it('to the protocol needs a client that lists its origin', async () => {
    const form = { grant_type: 'client_credentials', ...credentials(app.demo.service_account) };
    const listed = await postForm(
      `${app.url}/oauth/token`,
      { ...form, ...credentials(app.demo.clients.data_connector) },
      { Origin: 'http://localhost:9999' },
    );
    expect(listed.status).toBe(200);
    const token = (await postForm(`${app.url}/oauth/token`, form)).body.access_token as string;
    const foreign = [
      await postForm(`${app.url}/oauth/token`, form, { Origin: 'http://localhost:9999' }),
      await postForm(`${app.url}/oauth/introspect`, { ...form, token }, { Origin: 'http://localhost:9999' }),
      await call(`${app.url}/oauth/token/info`, token, { headers: { Origin: 'http://localhost:9999' } }),
    ];
    for (const { status, body } of foreign) {
      expect([status, body.error]).toEqual([403, 'unauthorized_client']);
      expect(body.error_description).toContain('origin_not_allowed');
    }
  });
});
