import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

const WRONG = 'wrong horse battery staple';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ TRUSTED_PROXIES: '127.0.0.1' });
});
beforeEach(() => app.database.execute('DELETE FROM throttles'));
afterAll(() => app.close());

/** One attempt from a browser that nobody knows, behind `address`. */
async function attempt(email: string, address: string, password = WRONG): Promise<Answer> {
  const browser = new Browser(app.url, { 'X-Forwarded-For': address });
  return browser.signIn(await browser.get('/sign-in'), { email, password });
}

/** The statuses of several attempts, one after the other. */
async function attempts(count: number, email: string, address: string): Promise<number[]> {
  const statuses: number[] = [];
  while (statuses.length < count) statuses.push((await attempt(email, address)).status);
  return statuses;
}

const isSignedIn = ({ text }: Answer): boolean => text.includes('action="/sign-out"');

const ten = (status: number): number[] => Array<number>(10).fill(status);

describe('who failed too often', () => {
  it('is told by a page to wait, with what they wrote but the password', async () => {
    const { email, password } = app.demo.users.member;
    await attempts(10, email, '203.0.113.1');
    const answer = await attempt(email, '203.0.113.1', password);
    expect(answer.status).toBe(429);
    const seconds = Number(answer.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(15 * 60);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.text).toContain('There were too many failed attempts.');
    expect(answer.text).toContain(`value="${email}"`);
    expect(answer.text).not.toContain(password);
    expect(answer.headers.getSetCookie().join()).not.toContain('gh_session');
  });

  it('learns nothing of whether there is such an account', async () => {
    expect(await attempts(11, 'nobody-at-all@demo.test', '203.0.113.2')).toEqual([...ten(401), 429]);
    expect(await attempts(11, app.demo.users.member.email, '203.0.113.2')).toEqual([...ten(401), 429]);
  });

  it('gains nothing by writing the e-mail otherwise', async () => {
    const { email } = app.demo.users.member;
    await attempts(9, email, '203.0.113.3');
    expect((await attempt(email.toUpperCase(), '203.0.113.3')).status).toBe(401);
    expect((await attempt(` ${email}`, '203.0.113.3')).status).toBe(429);
  });

  it('gains nothing by another address of the same subscriber', async () => {
    const { email } = app.demo.users.member;
    await attempts(10, email, '2001:db8:1:2::1');
    expect((await attempt(email, '2001:db8:1:2:ffff::9')).status).toBe(429);
    expect((await attempt(email, '2001:db8:1:3::1')).status).toBe(401);
  });

  it('gains nothing by trying all at once', async () => {
    const { email } = app.demo.users.member;
    const all = await Promise.all(Array.from({ length: 25 }, () => attempt(email, '203.0.113.4')));
    const statuses = all.map(({ status }) => status).sort();
    expect(statuses).toEqual([...ten(401), ...Array<number>(15).fill(429)]);
  });

  it('may try again when the time is over', async () => {
    const { email, password } = app.demo.users.member;
    await attempts(10, email, '203.0.113.5');
    expect((await attempt(email, '203.0.113.5', password)).status).toBe(429);
    await app.database.execute(`UPDATE throttles SET window_ends_at = ${app.database.dialect.now}`);
    expect(isSignedIn(await attempt(email, '203.0.113.5', password))).toBe(true);
  });
});

describe('who succeeds', () => {
  it('begins to count anew', async () => {
    const { email, password } = app.demo.users.member;
    for (let round = 0; round < 2; round++) {
      await attempts(9, email, '203.0.113.6');
      expect(isSignedIn(await attempt(email, '203.0.113.6', password))).toBe(true);
    }
  });

  it('is not in the way of others, however many share an address', async () => {
    const { admin, member, developer, outsider } = app.demo.users;
    const people = [admin, member, developer, outsider];
    for (let round = 0; round < 27; round++) {
      const all = people.map(({ email, password }) => attempt(email, '203.0.113.7', password));
      expect((await Promise.all(all)).map(isSignedIn)).toEqual([true, true, true, true]);
    }
  });
});

describe('a network from which all accounts are tried', () => {
  it('is stopped after a hundred failures, but for the browsers that an account knows', async () => {
    const address = '203.0.113.8';
    const { email, password } = app.demo.users.member;
    const known = new Browser(app.url, { 'X-Forwarded-For': address });
    expect(isSignedIn(await known.signIn(await known.get('/sign-in'), { email, password }))).toBe(true);
    for (let batch = 0; batch < 10; batch++) {
      const all = Array.from({ length: 10 }, (_, at) => attempt(`user-${batch}-${at}@demo.test`, address));
      expect((await Promise.all(all)).map(({ status }) => status)).toEqual(ten(401));
    }
    expect((await attempt('one-more@demo.test', address)).status).toBe(429);
    expect((await attempt(email, address, password)).status).toBe(429);
    expect(isSignedIn(await known.signIn(await known.get('/sign-in'), { email, password }))).toBe(true);
    expect(isSignedIn(await attempt(email, '198.51.100.1', password))).toBe(true);
  });
});

describe('a server that trusts no proxy', () => {
  it('believes nobody who names another address', async () => {
    const direct = await startApp();
    try {
      const { email } = direct.demo.users.member;
      const statuses: number[] = [];
      for (let host = 1; host <= 11; host++) {
        const browser = new Browser(direct.url, { 'X-Forwarded-For': `198.51.100.${host}` });
        const answer = await browser.signIn(await browser.get('/sign-in'), { email, password: WRONG });
        statuses.push(answer.status);
      }
      expect(statuses).toEqual([...ten(401), 429]);
    } finally {
      await direct.close();
    }
  });
});
