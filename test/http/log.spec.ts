import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { authorize, codeOf, credentials, tokenRequest } from '../support/flows.js';
import { basic, call, postForm, send, sendRaw } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
const lines: string[] = [];

beforeAll(async () => {
  const log = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  app = await startApp({ LOG_LEVEL: 'trace' }, log);
});
afterAll(() => app.close());

const MARK = 'SECRETMARK7';

describe('the log', () => {
  it('tells of refusals without alarm, and holds nothing that opens anything', async () => {
    const { web_app } = app.demo.clients;
    const secrets: string[] = [MARK];
    const query = { client_id: web_app.client_id, redirect_uri: web_app.redirect_uris[0], state: `state-${MARK}` };
    const ask = (more: object): Promise<unknown> =>
      send(`${app.url}/oauth/authorize?${new URLSearchParams({ ...query, ...more }).toString()}`);
    await ask({ response_type: 'token' });
    await ask({ response_type: 'code', scope: MARK });
    await ask({ response_type: 'code', client_id: MARK });
    await ask({ response_type: 'code', redirect_uri: `https://${MARK}.example/cb` });
    const browser = new Browser(app.url);
    const { end, verifier, redirectUri } = await authorize(app, web_app, app.demo.users.member, { browser });
    const code = codeOf(end);
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...credentials(web_app) };
    const { body: tokens } = await tokenRequest(app, { ...form, code_verifier: verifier });
    await tokenRequest(app, { ...form, code_verifier: verifier });
    secrets.push(code, verifier, tokens.access_token, tokens.refresh_token, app.demo.users.member.password);
    secrets.push(browser.cookie('gh_session') ?? MARK, web_app.client_secret ?? MARK);
    await tokenRequest(app, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token, client_id: MARK });
    await postForm(`${app.url}/oauth/token`, { grant_type: MARK }, { Authorization: basic(web_app.client_id, MARK) });
    await postForm(`${app.url}/oauth/revoke?token=${MARK}`, { token: MARK, ...credentials(web_app) });
    await call(`${app.url}/rest/v1.0/me?access_token=${MARK}`, MARK);
    await call(`${app.url}/rest/v1.0/companies/${MARK}`, tokens.access_token);
    await send(`${app.url}/oauth/nothing?token=${MARK}`);
    for (const path of ['/oauth/token/info', '/rest/v1.0/me', '/nothing', 'http://x.example']) {
      await sendRaw(app.url, `${path}#access_token=${MARK}`);
    }
    await sendRaw(app.url, '/oauth/%zz');
    await send(`${app.url}/oauth/token`, {
      method: 'POST',
      body: `{"a":"${MARK}`,
      headers: { 'Content-Type': 'application/json' },
    });
    await new Browser(app.url).post('/sign-in', { email: 'a@b.test', password: MARK, csrf_token: MARK });
    const log = lines.join('').replaceAll(`/rest/v1.0/companies/${MARK}`, '');
    expect(log).toContain('"path":"/oauth/authorize"');
    expect(log).toContain('"path":"/oauth/token/info"');
    expect(log).toContain('"path":"/oauth/%25zz"');
    for (const secret of secrets) expect(log).not.toContain(secret);
    const alarms = lines.map((line) => JSON.parse(line) as { level: number }).filter(({ level }) => level >= 40);
    expect(alarms).toEqual([]);
  });

  it('tells of a fault of the program with its stack, without what it was working on', async () => {
    const before = lines.length;
    await app.database.execute('ALTER TABLE rfis RENAME TO rfis_gone');
    const token = await credentialsToken();
    const path = `${app.url}/rest/v1.0/projects/${app.demo.projects.tower.id}/rfis`;
    const answer = await call(path, token, { method: 'POST', json: { subject: MARK, question: 'x' } });
    await app.database.execute('ALTER TABLE rfis_gone RENAME TO rfis');
    expect([answer.status, answer.body.code]).toEqual([500, 'internal_error']);
    const told = lines.slice(before).join('');
    expect(told).toContain('"level":50');
    expect(told).toContain('stack');
    expect(told).not.toContain(MARK);
    expect(answer.text).not.toContain('rfis_gone');
  });
});

async function credentialsToken(): Promise<string> {
  const form = { grant_type: 'client_credentials', ...credentials(app.demo.service_account) };
  return (await tokenRequest(app, form)).body.access_token as string;
}
