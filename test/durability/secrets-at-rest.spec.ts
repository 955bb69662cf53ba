import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DemoFacts } from '../../src/demo/index.js';
import { clientToken, credentials, tokenRequest, userTokens } from '../support/flows.js';
import { call } from '../support/http.js';
import type { TestApp } from '../support/start-app.js';
import { dumpFiles, dumpTables } from './dump.js';
import { fromBase62, leaksIn, readingsOf } from './leaks.js';
import { aPlace, isMysql, lookInto, type Place } from './place.js';
import { connect, copyTheCode, keepDemo, makeClients, makeMistakes, Secrets, signInToAnApp } from './secrets-flow.js';
import { appAt, demoFacts, ServerProcess } from './server-process.js';

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

let place: Place;
let server: ServerProcess;
let demo: DemoFacts;
let app: TestApp;
/** Log lines of the first start, which also tells its newcomer passwords. */
let seedingLog: string;
const secrets = new Secrets();

beforeAll(async () => {
  place = await aPlace();
  server = await ServerProcess.start(place, { LOG_LEVEL: 'trace' });
  await server.kill();
  seedingLog = server.output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .join('\n');
  demo = await demoFacts(place);
  server = await ServerProcess.start(place, { LOG_LEVEL: 'trace', SEED_DEMO: 'false' });
  app = appAt(server, demo);
  keepDemo(app, secrets);
  await connect(app, secrets);
  await signInToAnApp(app, secrets);
  await copyTheCode(app, secrets);
  await makeClients(app, secrets);
  await makeMistakes(app, secrets);
});
afterAll(async () => {
  await server?.kill();
  await place?.remove();
});

describe('whoever looks for secrets', () => {
  const secret = 'ghcs_0123456789abcdefghijklmnopqrstuvwxyzABCDEF';
  const base64 = Buffer.from(`{"secret":"${secret}"}`).toString('base64url');

  it.each([
    ['as they are', `before ${secret} after`],
    ['without prefix and check digits', secret.slice(5, -6)],
    ['in base64', `aaa${Buffer.from(`x${secret}`).toString('base64')}`],
    ['in base64url', base64],
    ['in hex', `f${Buffer.from(secret).toString('hex')}`],
    ['percent-encoded', secret.replace(/./g, (one) => `%${one.charCodeAt(0).toString(16)}`)],
    ['in base64 in hex', Buffer.from(base64).toString('hex')],
  ])('finds them %s', (_, text) => {
    expect(leaksIn(text, new Map([['one', secret]]))).toEqual(['one']);
    expect(leaksIn(text, new Map([['other', `${secret.slice(0, 5)}${'z'.repeat(42)}`]]))).toEqual([]);
  });
});

describe('no secret can be read', () => {
  it('in any table', async () => {
    expect(secrets.size).toBeGreaterThan(25);
    const dump = await dumpTables(place);
    expect(dump).toContain(demo.users.admin.email);
    expect(leaksIn(dump, secrets)).toEqual([]);
  });

  (isMysql ? it.skip : it)('in the bytes of the database file and its log', async () => {
    const bytes = await dumpFiles(place);
    expect(bytes).toContain(demo.users.admin.email);
    expect(leaksIn(bytes, secrets)).toEqual([]);
  });

  it('in the log', () => {
    const log = `${seedingLog}\n${server.output}`;
    expect(log).toContain('"path":"/oauth/token"');
    expect(leaksIn(log, secrets)).toEqual([]);
  });

  it('in the log or the answer when the database fails', async () => {
    const { web_app } = demo.clients;
    const tokens = await userTokens(app, web_app, demo.users.admin);
    const live = new Map([
      ['refresh token', tokens.refresh_token],
      ['client secret', web_app.client_secret ?? ''],
    ]);
    const rename = (from: string, to: string): Promise<unknown> =>
      lookInto(place, (database) => database.query(`ALTER TABLE ${from} RENAME TO ${to}`));
    await rename('refresh_families', 'elsewhere');
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token, ...credentials(web_app) };
    const answer = await tokenRequest(app, form).finally(() => rename('elsewhere', 'refresh_families'));
    expect(answer.status).toBe(500);
    expect(server.output).toContain('unexpected error');
    expect(leaksIn(`${server.output}\n${answer.text}`, live)).toEqual([]);
    expect((await tokenRequest(app, form)).status).toBe(200);
  });
});

describe('an access token', () => {
  const readingsOfToken = (token: string): string =>
    [...readingsOf(token), ...token.split(/[^0-9A-Za-z]/).map(fromBase62)].join('\n');

  it('tells its holder nothing of who, through what and for what', async () => {
    const { web_app } = demo.clients;
    const { access_token } = await userTokens(app, web_app, demo.users.admin);
    const readings = readingsOfToken(access_token);
    const { admin } = demo.users;
    for (const told of [web_app.client_id, admin.email, 'tools:admin', '"sub"', '"cid"']) {
      expect(readings).not.toContain(told);
    }
  });

  it('has a header that is the same for everybody, and nothing else in common', async () => {
    const { web_app } = demo.clients;
    const mine = [await userTokens(app, web_app, demo.users.admin), await userTokens(app, web_app, demo.users.admin)];
    const tokens = [...mine.map(({ access_token }) => access_token), await clientToken(app, demo.service_account)];
    const parts = tokens.map((token) => token.split('.'));
    expect(new Set(parts.map(([header]) => header)).size).toBe(1);
    const header = JSON.parse(Buffer.from(parts[0][0], 'base64url').toString()) as object;
    expect(Object.keys(header).sort()).toEqual(['alg', 'enc', 'kid', 'typ']);
    for (const index of [2, 3, 4]) expect(new Set(parts.map((part) => part[index])).size).toBe(3);
    const [first, second] = parts.map((part) => part[3]);
    const windows = Array.from({ length: first.length - 6 }, (_, start) => first.slice(start, start + 6));
    expect(windows.filter((window) => second.includes(window))).toEqual([]);
  });

  it('is refused with any one character changed, missing or added', async () => {
    const { access_token: token } = await userTokens(app, demo.clients.web_app, demo.users.admin);
    const statusOf = async (text: string): Promise<number> => (await call(`${app.url}/rest/v1.0/me`, text)).status;
    expect(await statusOf(token)).toBe(200);
    const damaged = Array.from(token, (character, at) => {
      const other = BASE64URL[(BASE64URL.indexOf(character) + 1) % BASE64URL.length];
      return token.slice(0, at) + other + token.slice(at + 1);
    });
    damaged.push(token.slice(0, -1), token.slice(1), `${token}A`, `A${token}`, token.replace('..', '.'));
    const accepted: string[] = [];
    for (const text of damaged) if ((await statusOf(text)) !== 401) accepted.push(text);
    expect(accepted).toEqual([]);
    expect(await statusOf(token)).toBe(200);
  });
});
