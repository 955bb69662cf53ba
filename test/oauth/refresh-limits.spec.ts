import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChangeFeed, Entry } from '../../src/database/index.js';
import { credentials, type Tokens, tokenRequest, userTokens } from '../support/flows.js';
import { postForm } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

type Name = 'web_app' | 'native_app' | 'data_connector';

const SECOND = 1_000;
const refused = [400, 'invalid_grant'];

const connect = (name: Name): Promise<Tokens> => userTokens(app, app.demo.clients[name], app.demo.users.admin);

async function refresh(name: Name, refresh_token: string) {
  const client = credentials(app.demo.clients[name]);
  const { status, body } = await tokenRequest(app, { grant_type: 'refresh_token', refresh_token, ...client });
  return { outcome: [status, body.error], token: body.refresh_token as string, text: JSON.stringify(body) };
}

/** Makes all that happened to refresh families so much older. */
const pass = (milliseconds: number): Promise<number> =>
  app.database.execute('UPDATE refresh_families SET created_at = created_at - ?, rotated_at = rotated_at - ?', [
    milliseconds,
    milliseconds,
  ]);

describe('the grace window', () => {
  it('of a public client is ten seconds: open at five, closed at eleven', async () => {
    const { refresh_token } = await connect('native_app');
    const first = await refresh('native_app', refresh_token);
    await pass(5 * SECOND);
    expect((await refresh('native_app', refresh_token)).text).toBe(first.text);
    await pass(6 * SECOND);
    expect((await refresh('native_app', refresh_token)).outcome).toEqual(refused);
    // A replay after the window: somebody else has the family too.
    expect((await refresh('native_app', first.token)).outcome).toEqual(refused);
  });

  it('of a confidential client is a minute: open at thirty seconds, closed after sixty-one', async () => {
    const { refresh_token } = await connect('web_app');
    const first = await refresh('web_app', refresh_token);
    await pass(30 * SECOND);
    expect((await refresh('web_app', refresh_token)).text).toBe(first.text);
    await pass(31 * SECOND);
    expect((await refresh('web_app', refresh_token)).outcome).toEqual(refused);
    expect((await refresh('web_app', first.token)).outcome).toEqual(refused);
  });
});

describe('the idle limit of refresh tokens', () => {
  const HOUR = 3_600 * SECOND;

  beforeAll(async () => {
    const { client_id } = app.demo.clients.data_connector;
    await app.database.transaction(async () => {
      await app.database.execute('UPDATE clients SET refresh_idle_ttl = 3600 WHERE client_id = ?', [client_id]);
      await app.app.get(ChangeFeed).publish(Entry.client(client_id));
    });
  });

  it('ends a connection that nobody used for so long, from its beginning or its last refresh', async () => {
    const unused = await connect('data_connector');
    const used = await refresh('data_connector', (await connect('data_connector')).refresh_token);
    await pass(HOUR + SECOND);
    expect((await refresh('data_connector', unused.refresh_token)).outcome).toEqual(refused);
    expect((await refresh('data_connector', used.token)).outcome).toEqual(refused);
  });

  it('is put off by each refresh', async () => {
    let { refresh_token: token } = await connect('data_connector');
    for (let time = 0; time < 3; time++) {
      await pass(HOUR - 60 * SECOND);
      const again = await refresh('data_connector', token);
      expect(again.outcome).toEqual([200, undefined]);
      token = again.token;
    }
  });

  it('is told by introspection as the end of the token', async () => {
    const { refresh_token } = await connect('data_connector');
    const ask = () =>
      postForm(`${app.url}/oauth/introspect`, {
        token: refresh_token,
        ...credentials(app.demo.clients.data_connector),
      });
    const { body } = await ask();
    expect(body.exp).toBe(body.iat + 3_600);
    await pass(HOUR + SECOND);
    expect((await ask()).body).toEqual({ active: false });
  });

  it('is not there for clients that have none', async () => {
    const { refresh_token } = await connect('web_app');
    await pass(1_000 * HOUR);
    expect((await refresh('web_app', refresh_token)).outcome).toEqual([200, undefined]);
  });
});
