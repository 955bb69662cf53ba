import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClientRegistry } from '../../src/clients/index.js';
import { AppBlocking } from '../../src/operations/index.js';
import { TokenIssuer } from '../../src/tokens/index.js';
import { aConnector, type PromotedApp } from '../app-management/installing.js';
import { type Api, as, expectStatus } from '../apps/api.js';
import { clientToken, credentials, tokenRequest, type Tokens, userTokens } from '../support/flows.js';
import { type Answer, basic, call, postForm } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;
let developer: Api;

beforeAll(async () => {
  app = await startApp();
  developer = await as(app, 'developer');
});
afterAll(() => app.close());

interface Client {
  readonly client_id: string;
  readonly client_secret?: string;
  readonly redirect_uris?: readonly string[];
}

const revoke = (client: Client, token: string, more: Record<string, string> = {}): Promise<Answer> =>
  postForm(`${app.url}/oauth/revoke`, { token, ...credentials(client), ...more });

async function expectDone(answer: Promise<Answer>): Promise<void> {
  const { status, text } = await answer;
  expect([status, text]).toEqual([200, '{}']);
}

const connect = (client: Client): Promise<Tokens> => userTokens(app, client, app.demo.users.admin);
const isAlive = async (token: string) => (await call(`${app.url}/oauth/token/info`, token)).status === 200;

const refresh = async (client: Client, { refresh_token }: Tokens): Promise<[number, string | undefined]> => {
  const form = { grant_type: 'refresh_token', refresh_token, ...credentials(client) };
  const { status, body } = await tokenRequest(app, form);
  return [status, body.error];
};

const refused = [400, 'invalid_grant'];

const revocations = async (): Promise<number> => {
  const [{ n }] = await app.database.query<{ n: number }>('SELECT COUNT(*) AS n FROM revocations');
  return Number(n);
};

/** An access token of the same family that has run out. */
async function expired({ client_id }: Client): Promise<string> {
  const client = await app.app.get(ClientRegistry).find(client_id);
  if (!client) throw new Error('The client is not there.');
  const [family] = await app.database.query<{ id: string; grant_id: string }>(
    'SELECT id, grant_id FROM refresh_families WHERE client_row_id = ? ORDER BY created_at DESC LIMIT 1',
    [client.id],
  );
  const ended = { ...client, accessTokenTtl: -60 };
  const subject = { principal: null, scope: 'tools:read', grantId: family.grant_id, familyId: family.id };
  return app.app.get(TokenIssuer).issue(ended, client.secrets[0].id, subject).access_token;
}

/** The client with a new secret, after its old one was revoked. */
async function withNewSecret({ app: { id }, client }: PromotedApp): Promise<Client> {
  const path = `/apps/${id}/clients/${client.client_id}/secrets`;
  const [old] = (await developer.get(path)).body as { id: string }[];
  const { body } = expectStatus(await developer.post(path, { overlap_seconds: 3_600 }), 201);
  expectStatus(await developer.delete(`${path}/${old.id}`), 204);
  return { ...client, client_secret: body.client_secret as string };
}

describe('POST /oauth/revoke (RFC 7009)', () => {
  it.each(['access_token', 'refresh_token'] as const)(
    'ends the pair by its %s, and again without complaint',
    async (kind) => {
      const { web_app } = app.demo.clients;
      const [tokens, others] = [await connect(web_app), await connect(web_app)];
      await expectDone(revoke(web_app, tokens[kind]));
      await expectDone(revoke(web_app, tokens[kind], { token_type_hint: 'nonsense' }));
      expect([await isAlive(tokens.access_token), await refresh(web_app, tokens)]).toEqual([false, refused]);
      expect([await isAlive(others.access_token), (await refresh(web_app, others))[0]]).toEqual([true, 200]);
    },
  );

  it('ends the pair by an access token that has run out', async () => {
    const { client } = await aConnector(developer);
    const tokens = await connect(client);
    const old = await expired(client);
    expect([await isAlive(old), await isAlive(tokens.access_token)]).toEqual([false, true]);
    await expectDone(revoke(client, old));
    expect([await isAlive(tokens.access_token), await refresh(client, tokens)]).toEqual([false, refused]);
  });

  it('ends the pair by an access token whose secret was revoked', async () => {
    const connector = await aConnector(developer);
    const tokens = await connect(connector.client);
    const client = await withNewSecret(connector);
    expect(await isAlive(tokens.access_token)).toBe(false);
    await expectDone(revoke(client, tokens.access_token));
    expect(await refresh(client, tokens)).toEqual(refused);
  });

  it('ends the family of a pair that died with a block of its app', async () => {
    const { app: mine, client } = await aConnector(developer);
    const tokens = await connect(client);
    await app.app.get(AppBlocking).block(mine.uid);
    await app.app.get(AppBlocking).unblock(mine.uid);
    await expectDone(revoke(client, tokens.access_token));
    const families = await app.database.query<{ revoked_at: number | null }>(
      'SELECT f.revoked_at FROM refresh_families f JOIN clients c ON c.id = f.client_row_id WHERE c.client_id = ?',
      [client.client_id],
    );
    expect(families.map(({ revoked_at }) => revoked_at === null)).toEqual([false]);
  });

  it("leaves another client's tokens alone, living or dead", async () => {
    const { client } = await aConnector(developer);
    const { data_connector, native_app } = app.demo.clients;
    const tokens = await connect(client);
    for (const other of [data_connector, native_app]) {
      for (const token of [tokens.access_token, tokens.refresh_token, await expired(client)]) {
        await expectDone(revoke(other, token));
      }
    }
    expect([await isAlive(tokens.access_token), (await refresh(client, tokens))[0]]).toEqual([true, 200]);
  });

  it('ends one token of client credentials, and remembers none that is dead anyway', async () => {
    const connector = await aConnector(developer);
    const [one, two] = [await clientToken(app, connector.client), await clientToken(app, connector.client)];
    const before = await revocations();
    await expectDone(revoke(connector.client, one));
    expect([await isAlive(one), await isAlive(two)]).toEqual([false, true]);
    const client = await withNewSecret(connector);
    for (const token of [one, two, 'x', `${two}x`, 'ghrt_x']) await expectDone(revoke(client, token));
    expect(await revocations()).toBe(before + 1);
  });

  it('needs a token, and a client that proves who it is', async () => {
    const { web_app } = app.demo.clients;
    const tokens = await connect(web_app);
    expect((await revoke(web_app, '')).body.error).toBe('invalid_request');
    const forged = [
      await postForm(`${app.url}/oauth/revoke`, { token: tokens.access_token }),
      await revoke({ client_id: web_app.client_id }, tokens.access_token),
      await postForm(
        `${app.url}/oauth/revoke`,
        { token: tokens.refresh_token },
        { Authorization: basic(web_app.client_id, 'x') },
      ),
    ];
    for (const { status, body } of forged) expect([status, body.error]).toEqual([401, 'invalid_client']);
    expect([await isAlive(tokens.access_token), (await refresh(web_app, tokens))[0]]).toEqual([true, 200]);
  });
});
