import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ TRUSTED_PROXIES: '127.0.0.1' });
});
afterAll(() => app.close());

type Person = 'admin' | 'member' | 'developer';

/** One attempt from a browser that nobody knows, behind `address`. */
async function attempt(person: Person, address: string, password = 'wrong horse battery staple'): Promise<Answer> {
  const browser = new Browser(app.url, { 'X-Forwarded-For': address });
  return browser.signIn(await browser.get('/sign-in'), { email: app.demo.users[person].email, password });
}

const isSignedIn = ({ text }: Answer): boolean => text.includes('action="/sign-out"');

describe('guessing a password', () => {
  it('from one network is stopped after ten attempts, also with the right password, and in no other network', async () => {
    for (let count = 0; count < 10; count++) expect((await attempt('member', '203.0.113.5')).status).toBe(401);
    const { password } = app.demo.users.member;
    const refused = await attempt('member', '203.0.113.5', password);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(isSignedIn(await attempt('member', '198.51.100.5', password))).toBe(true);
    expect(isSignedIn(await attempt('developer', '203.0.113.5', app.demo.users.developer.password))).toBe(true);
  });

  it('from many networks leaves each organization three attempts, and lets the owner in from a new one', async () => {
    for (let network = 1; network <= 12; network++) {
      await Promise.all(Array.from({ length: 9 }, () => attempt('admin', `2001:db8:${network}::1`)));
    }
    const statuses: number[] = [];
    for (let host = 1; host <= 4; host++) statuses.push((await attempt('admin', `2001:db8:ff:${host}::1`)).status);
    expect(statuses).toEqual([401, 401, 401, 429]);
    const { password } = app.demo.users.admin;
    expect((await attempt('admin', '2001:db8:ff:9::1', password)).status).toBe(429);
    expect(isSignedIn(await attempt('admin', '198.51.100.77', password))).toBe(true);
  });

  it('shuts out no browser that the account knows', async () => {
    const { email, password } = app.demo.users.member;
    const browser = new Browser(app.url, { 'X-Forwarded-For': '198.51.100.9' });
    expect(isSignedIn(await browser.signIn(await browser.get('/sign-in'), { email, password }))).toBe(true);
    for (let count = 0; count < 11; count++) await attempt('member', '198.51.100.9');
    expect((await attempt('member', '198.51.100.9', password)).status).toBe(429);
    expect(isSignedIn(await browser.signIn(await browser.get('/sign-in'), { email, password }))).toBe(true);
  });
});
