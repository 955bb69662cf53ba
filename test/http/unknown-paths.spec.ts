import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const BROWSER = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'Accept-Language': 'es-MX,es;q=0.9' };

describe('a path that there is not', () => {
  it.each(['/nothing', '/sign-in/nothing', '/docsx'])('is a page for a browser: %s', async (path) => {
    const { status, headers, text } = await send(app.url + path, { headers: BROWSER });
    expect([status, headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(text).toContain('Esta página no existe');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it.each(['/nothing<script>', '/%3Cscript%3E'])('is never shown on the page: %s', async (path) => {
    expect((await send(app.url + path, { headers: BROWSER })).text).not.toContain('script');
  });

  it.each(['/rest/v1.0/nothing', '/vapid/nothing', '/oauth/nothing', '/.well-known/nothing', '/health/nothing'])(
    'is JSON for programs, whatever they accept: %s',
    async (path) => {
      const { status, headers } = await send(app.url + path, { headers: BROWSER });
      expect([status, headers.get('content-type')]).toEqual([404, 'application/json; charset=utf-8']);
    },
  );

  it('is JSON for everybody else', async () => {
    const { status, body } = await send(`${app.url}/nothing`);
    expect([status, body.code]).toEqual([404, 'not_found']);
  });
});
