import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Members } from '../../src/directory/index.js';
import { Users } from '../../src/identity/index.js';
import { signedInBrowser, whoIs } from '../accounts/invited.js';
import { type Api, as, auditOf, expectStatus } from '../apps/api.js';
import { Statements } from '../durability/statements.js';
import type { Browser } from '../support/browser.js';
import { OddProvider } from './odd-provider.js';
import { freshDomain, proveDomain, register, type Registered, startSso, type SsoApp } from './setting.js';

const PASSWORD = 'long enough for us';
const MANY = 600;
/** Two sets, each of sessions and of what waits; one by one would be more than a thousand. */
const FEW = 10;

let app: SsoApp;
let admin: Api;
let odd: OddProvider;
let main: number;
let northwind: Registered;
let helper: number;
let statements: Statements;
const domain = freshDomain();

beforeAll(async () => {
  [app, odd] = await Promise.all([startSso(), OddProvider.start()]);
  statements = new Statements(app);
  admin = await as(app, 'admin');
  main = app.demo.companies.main.id;
  northwind = await register(admin, main, odd.issuer);
  await proveDomain(app, admin, northwind, domain);
  helper = await aPerson(`helper@${domain}`);
  await app.app.get(Members).add(main, helper, { lastName: 'Helper', email: `helper@${domain}`, role: 'admin' });
});
beforeEach(async () => {
  await app.database.execute('DELETE FROM throttles');
  expectStatus(await admin.patch(northwind.path, { enforced: false }), 200);
});
afterAll(async () => {
  await odd.stop();
  await app.close();
});

const aPerson = async (email: string): Promise<number> =>
  (await app.app.get(Users).create({ email, name: 'Kim', password: PASSWORD })).id;

const inside = (email: string): Promise<Browser> => signedInBrowser(app, { email, password: PASSWORD });

const enforce = async (): Promise<void> => {
  const answer = await admin.patch(northwind.path, { enforced: true, emergency_administrator_ids: [helper] });
  expectStatus(answer, 200);
};

const SESSION = 'user_id, created_at, last_seen_at, expires_at, authenticated_at, amr, principal_epoch, password_epoch';

/** As many more sessions of somebody who has one, each known to an app that is told of its end. */
async function multiply(userId: number): Promise<void> {
  const { database } = app;
  const [client] = await database.query<{ id: number }>('SELECT id FROM clients ORDER BY id LIMIT 1');
  const [own] = await database.query<{ id: string }>('SELECT id FROM sessions WHERE user_id = ?', [userId]);
  for (let at = 0; at < MANY; at++) {
    const id = `${userId}x${String(at).padStart(6, '0')}`.padEnd(22, '0');
    await database.execute(
      `INSERT INTO sessions (id, hash, address, user_agent, ${SESSION})
       SELECT ?, ?, address, user_agent, ${SESSION} FROM sessions WHERE id = ?`,
      [id, id, own.id],
    );
    await database.execute(
      `INSERT INTO client_sessions (id, session_id, client_row_id, user_id, attempts, expires_at)
       SELECT id, id, ?, user_id, 0, expires_at FROM sessions WHERE id = ?`,
      [client.id, id],
    );
  }
}

/** How many statements end sessions; that apps are told follows by itself. */
const endingsOf = async (request: () => Promise<void>): Promise<number> =>
  (await statements.of(request)).filter((gist) => /^DELETE (sessions|pending_sign_ins)$/.test(gist)).length;

const left = async (userId: number, table: string, condition = '1 = 1'): Promise<number> => {
  const sql = `SELECT COUNT(*) AS n FROM ${table} WHERE user_id = ? AND ${condition}`;
  const [{ n }] = await app.database.query<{ n: number | string }>(sql, [userId]);
  return Number(n);
};

describe('very many sessions', () => {
  it('end in few statements where sign-in at the provider is enforced, and every app is told of each', async () => {
    const email = `many@${domain}`;
    const id = await aPerson(email);
    await inside(email);
    await multiply(id);
    expect(await endingsOf(enforce)).toBeLessThan(FEW);
    expect(await left(id, 'sessions')).toBe(0);
    expect(await left(id, 'client_sessions', 'next_attempt_at IS NULL')).toBe(0);
    expect((await auditOf(app, 'identity_provider', northwind.id)).at(-1)?.text).toContain(
      `"ended_sessions":${MANY + 1}`,
    );
  });

  it('end in few statements where the domain of the provider they came from is not its any more', async () => {
    const lost = freshDomain();
    const entry = await proveDomain(app, admin, northwind, lost);
    const email = `many@${lost}`;
    const id = await aPerson(email);
    await inside(email);
    await multiply(id);
    await app.database.execute(
      'INSERT INTO sso_sessions (session_id, provider_id, expires_at) SELECT id, ?, expires_at FROM sessions WHERE user_id = ?',
      [northwind.id, id],
    );
    const withdraw = async (): Promise<void> => {
      expectStatus(await admin.delete(`${northwind.path}/domains/${entry}`), 204);
    };
    expect(await endingsOf(withdraw)).toBeLessThan(FEW);
    expect(await left(id, 'sessions')).toBe(0);
  });
});

describe('sessions of addresses in every spelling of a domain', () => {
  it('end where sign-in at the provider is enforced, and those of other domains go on', async () => {
    const ascii = new URL('http://bücher.straße.northwind-idn.example').hostname;
    const [one, two, ...rest] = ascii.split('.');
    const end = rest.join('.');
    await proveDomain(app, admin, northwind, ascii);
    const spellings = [`bücher.straße.${end}`, `bücher.${two}.${end}`, `${one}.straße.${end}`];
    const others = [`bücher.${end}`, `${one}.${two}.other.example`, `ascii.${end}`];
    const sessionsAt = (domains: string[]): Promise<Browser[]> =>
      Promise.all(
        domains.map(async (at, index) => {
          await aPerson(`kim-${index}@${at}`);
          return inside(`kim-${index}@${at}`);
        }),
      );
    const gone = await sessionsAt([ascii, ...spellings, `${one}.${two}.north\uFE0Fwind-idn.example`]);
    const kept = await sessionsAt(others);
    await enforce();
    const areIn = (browsers: Browser[]): Promise<boolean[]> =>
      Promise.all(browsers.map(async (browser) => (await whoIs(browser)) !== undefined));
    expect(await areIn(gone)).toEqual(gone.map(() => false));
    expect(await areIn(kept)).toEqual(kept.map(() => true));
  });
});
