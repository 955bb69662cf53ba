import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { as } from '../apps/api.js';
import { send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

describe('every answer of the API', () => {
  it('is for its caller alone, refusals and secrets included', async () => {
    const admin = await as(app, 'admin');
    const accounts = `/companies/${app.demo.companies.main.id}/service_accounts`;
    const answers = [
      await admin.get('/me'),
      await admin.get('/nothing'),
      await admin.post(accounts, { name: 'Robot', contact_email: 'robots@example.com' }),
      await send(`${app.url}/rest/v1.0/me`),
      await send(`${app.url}/vapid/me`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 201, 401, 401]);
    for (const { headers } of answers) {
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('vary')).toBe('Origin');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });
});

/** The refusal of what never became a request: one answer, with the id of the header in its body. */
function expectProblem(answer: string, code: string): void {
  const [head, body] = answer.split('\r\n\r\n');
  const problem = JSON.parse(body) as Record<string, unknown>;
  expect(problem).toMatchObject({ code, type: `urn:gatehouse:error:${code}`, errors: [problem.detail] });
  expect(head).toContain(`X-Request-Id: ${String(problem.request_id)}`);
  expect(head).toMatch(/^Content-Type: application\/json; charset=utf-8$/m);
  expect(head).toMatch(/^Connection: close$/m);
}

/** Everything that the server answers to some bytes until it hangs up. */
function answerTo(bytes: string): Promise<string> {
  const { hostname, port } = new URL(app.url);
  const socket = connect(Number(port), hostname, () => socket.write(bytes));
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.on('close', () => resolve(answer)));
}

describe('what is no request', () => {
  it.each<[string, string, string]>([
    ['no HTTP at all', 'hello\r\n\r\n', '400 Bad Request'],
    ['a header without a name', 'GET / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n', '400 Bad Request'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx', '400 Bad Request'],
    ['a NUL in a header', 'GET / HTTP/1.1\r\nHost: x\r\nX-Y: a\0b\r\n\r\n', '400 Bad Request'],
  ])('is refused like any request: %s', async (_, bytes, status) => {
    const answer = await answerTo(bytes);
    expect(answer).toContain(`HTTP/1.1 ${status}\r\n`);
    expectProblem(answer, 'bad_request');
  });

  it.each([
    ['headers', `GET /health/live HTTP/1.1\r\nHost: x\r\nX-Long: ${'y'.repeat(20_000)}\r\n\r\n`],
    ['an address', `GET /${'y'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
  ])('is refused for the length of %s', async (_, bytes) => {
    const answer = await answerTo(bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expectProblem(answer, 'headers_too_large');
  });
});

describe('a request that never ends', () => {
  it('is answered and cut off after half a minute', async () => {
    const { hostname, port } = new URL(app.url);
    const socket = connect(Number(port), hostname);
    const started = Date.now();
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('error', () => undefined);
    socket.write(
      'POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    );
    await new Promise((resolve) => socket.on('close', resolve));
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expectProblem(answer, 'request_timeout');
    expect(Date.now() - started).toBeLessThan(45_000);
  });
});
