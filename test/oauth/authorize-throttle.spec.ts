import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, newPkce } from '../support/browser.js';
import { authorize, codeOf } from '../support/flows.js';
import { type Answer, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

const LIMIT = 300;

let app: TestApp;
let signedIn: Browser;

beforeAll(async () => {
  app = await startApp();
  signedIn = new Browser(app.url);
  await signedIn.signIn(await signedIn.get('/sign-in'), app.demo.users.member);
  await authorize(app, app.demo.clients.web_app, app.demo.users.member, { browser: signedIn });
});
afterAll(() => app.close());

function ask(headers: Record<string, string> = {}, prompt = ''): Promise<Answer> {
  const { client_id, redirect_uris } = app.demo.clients.web_app;
  const query = new URLSearchParams({
    response_type: 'code',
    client_id,
    redirect_uri: redirect_uris[0],
    code_challenge: newPkce().challenge,
    code_challenge_method: 'S256',
    prompt,
  });
  return send(`${app.url}/oauth/authorize?${query.toString()}`, { headers });
}

async function askTimes(times: number): Promise<Answer[]> {
  const answers: Answer[] = [];
  while (answers.length < times) {
    const batch = Math.min(10, times - answers.length);
    answers.push(...(await Promise.all(Array.from({ length: batch }, () => ask()))));
  }
  return answers;
}

const stored = async (): Promise<number> => {
  const [{ count }] = await app.database.query<{ count: number }>(
    'SELECT COUNT(*) AS count FROM authorization_requests',
  );
  return Number(count);
};

describe('anonymous authorization requests', () => {
  it('are kept up to a bound for each network, and then answered with a page that says when to come back', async () => {
    const before = await stored();
    const answers = await askTimes(LIMIT + 20);
    const refused = answers.filter(({ status }) => status !== 303);
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([429]));
    expect((await stored()) - before).toBe(answers.length - refused.length);
    expect(await stored()).toBeLessThanOrEqual(LIMIT);
    const [page] = refused;
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(page.text).toContain('Too many requests');
    expect(page.headers.get('location')).toBeNull();
  });

  it('cannot pass the bound by naming another address', async () => {
    expect((await ask({ 'X-Forwarded-For': '203.0.113.9', Forwarded: 'for=203.0.113.9' })).status).toBe(429);
  });

  it('keep nobody out who is signed in', async () => {
    const { web_app } = app.demo.clients;
    const again = { browser: signedIn, parameters: { prompt: 'consent' } };
    for (const options of [{ browser: signedIn }, again]) {
      const { end } = await authorize(app, web_app, app.demo.users.member, options);
      expect(codeOf(end)).toBeTruthy();
    }
  });
});

describe('a stored authorization request', () => {
  it('is never longer than 8 KiB', async () => {
    const { client_id, redirect_uris } = app.demo.clients.web_app;
    const query = { response_type: 'code', client_id, redirect_uri: redirect_uris[0] };
    const long = { ...query, state: '\u0001'.repeat(2_000) };
    const { headers } = await send(`${app.url}/oauth/authorize?${new URLSearchParams(long).toString()}`);
    expect(new URL(headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_request');
    const repeated = { ...query, prompt: 'consent login '.repeat(500) };
    const cookie = `gh_session=${signedIn.cookie('gh_session') ?? ''}`;
    const path = `${app.url}/oauth/authorize?${new URLSearchParams(repeated).toString()}`;
    expect((await send(path, { headers: { Cookie: cookie } })).status).toBe(303);
    const rows = await app.database.query<{ request: string }>('SELECT request FROM authorization_requests');
    expect(Math.max(...rows.map(({ request }) => Buffer.byteLength(request)))).toBeLessThanOrEqual(8_192);
  });
});

describe('an authorization request of a signed-in person', () => {
  it('is bounded as well', async () => {
    const cookie = `gh_session=${signedIn.cookie('gh_session') ?? ''}`;
    let last = 303;
    for (let count = 0; count < 101 && last === 303; count++) last = (await ask({ Cookie: cookie }, 'consent')).status;
    expect(last).toBe(429);
  });
});

describe('an authorization request inside of a page', () => {
  it.each(['image', 'script', 'iframe', 'empty', 'style'])('leaves nothing behind as %s', async (destination) => {
    const before = await stored();
    const answer = await ask({ 'Sec-Fetch-Dest': destination });
    const target = new URL(answer.headers.get('location') ?? '');
    expect(target.searchParams.get('error')).toBe('interaction_required');
    expect(await stored()).toBe(before);
  });
});
