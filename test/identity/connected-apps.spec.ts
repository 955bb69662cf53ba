import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  authorize,
  clientToken,
  codeOf,
  credentials,
  managementToken,
  tokenRequest,
  type Tokens,
  userTokens,
} from '../support/flows.js';
import { type Answer, call, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let own: string;

beforeAll(async () => {
  app = await startApp();
  own = await managementToken(app, app.demo.users.member, 'profile');
});
afterAll(() => app.close());

const url = (id = ''): string => `${app.url}/rest/v1.0/me/connected_apps${id && `/${id}`}`;
const list = (by = own): Promise<Answer> => call(url(), by);
const disconnect = (id: string, by = own): Promise<Answer> => call(url(id), by, { method: 'DELETE' });
const connect = (): Promise<Tokens> => userTokens(app, app.demo.clients.web_app, app.demo.users.member);
const me = async (token: string): Promise<number> => (await call(`${app.url}/rest/v1.0/me`, token)).status;

const connected = async (by = own) =>
  (await list(by)).body.find((one: { client_id: string }) => one.client_id === app.demo.clients.web_app.client_id);

const livingFamiliesOfDeadGrants = async (): Promise<number> => {
  const [{ n }] = await app.database.query<{ n: number }>(
    `SELECT COUNT(*) AS n FROM refresh_families f JOIN grants g ON g.id = f.grant_id
     WHERE g.revoked_at IS NOT NULL AND f.revoked_at IS NULL`,
  );
  return Number(n);
};

describe('/me/connected_apps', () => {
  it('lists what was granted, to whom, where', async () => {
    await connect();
    const app1 = await connected();
    expect(app1).toEqual({
      id: expect.stringMatching(/^[0-9A-Za-z]{22}$/),
      client_id: app.demo.clients.web_app.client_id,
      name: 'Site Web App',
      scopes: ['tools:admin'],
      companies: [{ id: app.demo.companies.main.id }],
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    });
    expect((await list()).headers.get('total')).toBe(String((await list()).body.length));
  });

  it('ends every token of the grant at once, and no other', async () => {
    const [first, second] = [await connect(), await connect()];
    const { id } = await connected();
    expect([await me(first.access_token), await me(second.access_token)]).toEqual([200, 200]);
    const answer = await disconnect(id);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect([await me(first.access_token), await me(second.access_token), await me(own)]).toEqual([401, 401, 200]);
    const refresh = { grant_type: 'refresh_token', refresh_token: first.refresh_token };
    const refused = await tokenRequest(app, { ...refresh, ...credentials(app.demo.clients.web_app) });
    expect([refused.status, refused.body.error]).toEqual([400, 'invalid_grant']);
    expect(await connected()).toBeUndefined();
    expect((await disconnect(id)).status).toBe(404);
  });

  it('ends the codes that nobody has redeemed yet', async () => {
    const { web_app } = app.demo.clients;
    await connect();
    const { end, verifier, redirectUri } = await authorize(app, web_app, app.demo.users.member);
    const form = { code: codeOf(end), redirect_uri: redirectUri, code_verifier: verifier, ...credentials(web_app) };
    await disconnect((await connected()).id);
    for (let time = 1; time <= 2; time++) {
      const { status, body } = await tokenRequest(app, { grant_type: 'authorization_code', ...form });
      expect([status, body.error]).toEqual([400, 'invalid_grant']);
    }
    expect(await livingFamiliesOfDeadGrants()).toBe(0);
    const consumed = await app.database.query('SELECT 1 FROM authorization_codes WHERE consumed_at IS NULL');
    expect(consumed).toEqual([]);
  });

  it('leaves nothing alive, whether a code is redeemed just before or just after', async () => {
    const { web_app } = app.demo.clients;
    for (let round = 1; round <= 10; round++) {
      await connect();
      const { end, verifier, redirectUri } = await authorize(app, web_app, app.demo.users.member);
      const form = { code: codeOf(end), redirect_uri: redirectUri, code_verifier: verifier, ...credentials(web_app) };
      const { id } = await connected();
      const [redeemed] = await Promise.all([
        tokenRequest(app, { grant_type: 'authorization_code', ...form }),
        disconnect(id),
      ]);
      expect([200, 400]).toContain(redeemed.status);
      if (redeemed.status === 200) expect(await me(redeemed.body.access_token)).toBe(401);
      expect(await livingFamiliesOfDeadGrants()).toBe(0);
    }
  });

  it('starts anew with a new authorization', async () => {
    await connect();
    const before = await connected();
    await disconnect(before.id);
    const { access_token } = await connect();
    expect(await me(access_token)).toBe(200);
    expect((await connected()).id).not.toBe(before.id);
  });

  it('shows and ends nobody else’s', async () => {
    const { access_token } = await connect();
    const { id } = await connected();
    const admin = await managementToken(app, app.demo.users.admin, 'profile');
    expect((await list(admin)).body.map((one: { id: string }) => one.id)).not.toContain(id);
    expect((await disconnect(id, admin)).status).toBe(404);
    expect(await me(access_token)).toBe(200);
  });

  it.each(['0', 'x'.repeat(22), 'x'.repeat(100), `${'A'.repeat(21)}%20`])('has none called %s', async (id) => {
    expect((await disconnect(id)).status).toBe(404);
  });

  it('is for people with Gatehouse’s own clients only', async () => {
    const { clients, service_account } = app.demo;
    const others = [
      (await connect()).access_token,
      await clientToken(app, service_account),
      await clientToken(app, clients.data_connector),
    ];
    const { id } = await connected();
    for (const other of others) {
      for (const answer of [await list(other), await disconnect(id, other)]) {
        expect([answer.status, answer.body.code]).toEqual([403, 'first_party_only']);
      }
    }
    expect((await send(url())).status).toBe(401);
    expect(await connected()).toMatchObject({ id });
  });
});
