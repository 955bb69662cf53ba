import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoFacts } from '../../src/demo/index.js';
import { apiOf, as } from '../apps/api.js';
import { anAccount } from '../service-accounts/accounts.js';
import { clientToken, credentials, tokenRequest, userTokens } from '../support/flows.js';
import { type Answer, call } from '../support/http.js';
import type { TestApp } from '../support/start-app.js';
import { aPlace, lookInto, type Place } from './place.js';
import { appAt, demoFacts, runCli, ServerProcess } from './server-process.js';

const PATIENCE_MS = 10_000;

let place: Place;
let server: ServerProcess;
let demo: DemoFacts;
let app: TestApp;

beforeAll(async () => {
  place = await aPlace();
  server = await ServerProcess.start(place);
  demo = await demoFacts(place);
  app = appAt(server, demo);
});
afterAll(async () => {
  await server?.kill();
  await place?.remove();
});

type Purpose = 'access_token' | 'pepper';

const keyOf = (token: string): string => {
  const { kid } = JSON.parse(Buffer.from(token.split('.')[0], 'base64url').toString()) as { kid: string };
  return kid.split('.')[0];
};

/** Rotates by the command line, beside the running server; the new key's id. */
async function rotate(purpose: Purpose): Promise<string> {
  const { code, text } = await runCli(place, 'keys', 'rotate', purpose);
  expect(code).toBe(0);
  return /Key (\w+) for/.exec(text)?.[1] ?? '';
}

/** Lets the minute pass in which every process learns of a new key. */
const passTheMinute = (id: string): Promise<void> =>
  lookInto(place, async (database) => {
    await database.execute('UPDATE sealed_keys SET activates_at = activates_at - 61000 WHERE id = ?', [id]);
    await database.execute(`INSERT INTO change_feed (entry, created_at) VALUES ('keys', ${database.dialect.now})`);
  });

async function restart(): Promise<void> {
  await server.kill();
  server = await ServerProcess.start(place);
  app = appAt(server, demo);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; !(await isSo()); await sleep(20)) {
    if (Date.now() > deadline) throw new Error('It did not come to that.');
  }
}

const stateOf = async (id: string): Promise<string | undefined> =>
  (await runCli(place, 'keys', 'list')).text.split('\n').find((line) => line.includes(id));

const newToken = (): Promise<string> => clientToken(app, demo.clients.data_connector);

const infoOf = async (token: string): Promise<number> => (await call(`${app.url}/oauth/token/info`, token)).status;

const refresh = (refresh_token: string): Promise<Answer> =>
  tokenRequest(app, { grant_type: 'refresh_token', refresh_token, ...credentials(demo.clients.native_app) });

const authenticate = async (client: { client_id: string; client_secret?: string }): Promise<number> =>
  (await tokenRequest(app, { grant_type: 'client_credentials', ...credentials(client) })).status;

describe('keys rotate access_token', () => {
  let before: string;
  let old: string;
  let id: string;

  beforeAll(async () => {
    before = await newToken();
    old = keyOf(before);
    id = await rotate('access_token');
  });

  it('lets the new key read at first, and the old one write', async () => {
    expect(keyOf(await newToken())).toBe(old);
    expect(await stateOf(id)).toContain('will write');
  });

  it('writes under the new key after a minute, and reads what the old one wrote', async () => {
    await passTheMinute(id);
    await until(async () => keyOf(await newToken()) === id);
    expect(await infoOf(before)).toBe(200);
    expect(await infoOf(await newToken())).toBe(200);
    expect([await stateOf(id), await stateOf(old)]).toEqual([
      expect.stringContaining(' writes '),
      expect.stringContaining(' reads '),
    ]);
  });

  it('does not give away the key that writes', async () => {
    const { code, text } = await runCli(place, 'keys', 'retire', 'access_token', id);
    expect([code, text]).toEqual([1, expect.stringContaining('This key writes at present')]);
    expect(await infoOf(await newToken())).toBe(200);
  });

  it('refuses what the old key wrote once that is retired, and nothing else', async () => {
    const after = await newToken();
    expect((await runCli(place, 'keys', 'retire', 'access_token', old)).code).toBe(0);
    await until(async () => (await infoOf(before)) === 401);
    expect(await infoOf(after)).toBe(200);
    expect(await stateOf(old)).toBeUndefined();
  });

  it('stays so after a restart', async () => {
    const after = await newToken();
    await restart();
    expect([await infoOf(before), await infoOf(after)]).toEqual([401, 200]);
    expect(keyOf(await newToken())).toBe(id);
  });
});

describe('keys rotate pepper', () => {
  it('knows secrets and refresh tokens of both peppers, until the old one is retired', async () => {
    const { native_app } = demo.clients;
    const connected = () => userTokens(app, native_app, demo.users.admin);
    const [left, used] = [await connected(), await connected()];
    const admin = await as(app, 'admin');
    const oldAccount = await anAccount(admin, demo.companies.main.id);
    const [old] = await lookInto(place, (database) =>
      database.query<{ id: string }>("SELECT id FROM sealed_keys WHERE purpose = 'pepper'"),
    );
    const id = await rotate('pepper');
    await passTheMinute(id);
    // Nothing that can be seen tells which pepper a process writes under; a restart leaves no doubt.
    await restart();
    expect(await authenticate(oldAccount)).toBe(200);
    const refreshed = (await refresh(used.refresh_token)).body.refresh_token as string;
    const newAccount = await anAccount(apiOf(app, admin.token), demo.companies.main.id);
    expect((await runCli(place, 'keys', 'retire', 'pepper', old.id)).code).toBe(0);
    await until(async () => (await authenticate(oldAccount)) === 401);
    expect(await authenticate(newAccount)).toBe(200);
    expect((await refresh(left.refresh_token)).body.error).toBe('invalid_grant');
    expect((await refresh(refreshed)).status).toBe(200);
  });
});
