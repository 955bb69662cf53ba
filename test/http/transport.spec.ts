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
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(Date.now() - started).toBeLessThan(45_000);
  });
});
