import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { call, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

describe('health', () => {
  it.each(['live', 'ready'])('%s is open and says ok', async (probe) => {
    const answer = await send(`${app.url}/health/${probe}`);
    expect([answer.status, answer.body]).toEqual([200, { status: 'ok' }]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect((await call(`${app.url}/health/${probe}`, 'no-token')).status).toBe(200);
  });

  it('is not ready without its database, says nothing more, and lives on', async () => {
    const query = jest.spyOn(app.database, 'query').mockRejectedValue(new Error('lost connection to db.internal'));
    try {
      const ready = await send(`${app.url}/health/ready`);
      expect([ready.status, ready.body]).toEqual([503, { status: 'unavailable' }]);
      expect((await send(`${app.url}/health/live`)).status).toBe(200);
    } finally {
      query.mockRestore();
    }
  });

  it('has no other probes', async () => {
    expect((await send(`${app.url}/health/secrets`)).status).toBe(404);
    expect((await send(`${app.url}/health/live`, { method: 'POST' })).status).toBe(404);
  });
});
