import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DomainChecks } from '../../src/sso/index.js';
import { Users } from '../../src/identity/index.js';
import { whoIs } from '../accounts/invited.js';
import { allSent, mailsTo, readable } from '../accounts/mailbox.js';
import { type Api, as, auditOf, expectStatus } from '../apps/api.js';
import { aMember } from '../directory/people.js';
import { type Browser, hiddenFields } from '../support/browser.js';
import { OddProvider } from './odd-provider.js';
import { newestLinkOf } from './links.js';
import {
  come,
  freshDomain,
  newBrowser,
  proveDomain,
  register,
  type Registered,
  startSso,
  type SsoApp,
} from './setting.js';

const DAY_MS = 24 * 3_600_000;

let app: SsoApp;
let admin: Api;
let odd: OddProvider;
let ours: Registered;
let domain: string;
let id: number;
let record: readonly string[];

beforeAll(async () => {
  [app, odd] = await Promise.all([startSso(), OddProvider.start()]);
  admin = await as(app, 'admin');
  ours = await register(admin, app.demo.companies.main.id, odd.issuer, { creates_members: true });
});
beforeEach(async () => {
  domain = freshDomain();
  id = await proveDomain(app, admin, ours, domain);
  record = app.dns.records.get(name()) ?? [];
});
afterAll(async () => {
  await odd.stop();
  await app.close();
});

const name = (): string => `_gatehouse-challenge.${domain}`;

const shown = async (): Promise<Record<string, unknown>> =>
  expectStatus(await admin.get(`${ours.path}/domains/${id}`), 200).body as Record<string, unknown>;

const actions = async (): Promise<string[]> => (await auditOf(app, 'email_domain', id)).map(({ action }) => action);

/** What the next day brings, for this domain alone. */
async function days(count: number): Promise<void> {
  for (let day = 0; day < count; day++) {
    const past = ['checked_at', 'verified_at', 'missing_since'].map((column) => `${column} = ${column} - ${DAY_MS}`);
    await app.database.execute(`UPDATE email_domains SET ${past.join(', ')} WHERE id = ?`, [id]);
    await Promise.all([app.app.get(DomainChecks).run(), app.app.get(DomainChecks).run()]);
  }
}

/** Nobody answers for some days: a server that says so is nobody, too. */
async function withoutAnswer(count: number): Promise<void> {
  app.dns.fails = true;
  await days(count);
  app.dns.fails = false;
}

const subjectsTo = async (email: string): Promise<string[]> => {
  await allSent(app);
  return (await mailsTo(app, email)).map(({ headers }) => readable(headers.subject));
};

async function arrived(sub: string): Promise<Browser> {
  const browser = newBrowser(app);
  await come(browser, ours, odd, { sub, email: `${sub}@${domain}`, email_verified: true, name: 'Ada' });
  return browser;
}

describe('a domain that the DNS proved', () => {
  it('is looked at again, and stays proven while its record is there', async () => {
    await days(10);
    expect(await shown()).toMatchObject({ proof_method: 'dns', record_missing_since: null });
    expect(await actions()).toEqual(['email_domain.added', 'email_domain.proven']);
  });

  it('stays proven however long nobody answers', async () => {
    await withoutAnswer(12);
    expect(await shown()).toMatchObject({ proof_method: 'dns', record_missing_since: null });
  });

  it('is lost when its record was missing for a week, and not sooner; administrators hear of both', async () => {
    const boss = await aMember(app, app.demo.companies.main.id, { role: 'admin' });
    const browser = await arrived('lost');
    app.dns.records.delete(name());
    await days(2);
    expect(await actions()).toEqual(['email_domain.added', 'email_domain.proven', 'email_domain.record_missing']);
    expect((await subjectsTo(boss.email)).filter((text) => text.includes('is missing'))).toHaveLength(1);
    await withoutAnswer(3);
    await days(2);
    expect(await shown()).toMatchObject({ proof_method: 'dns', record_missing_since: expect.any(String) });
    expect(await whoIs(browser)).toContain('Ada');
    await days(1);
    expect(await shown()).toMatchObject({ proof_method: null, verified_at: null, record_missing_since: null });
    expect((await actions()).at(-1)).toBe('email_domain.lost');
    expect((await subjectsTo(boss.email)).filter((text) => text.includes('not proven any more'))).toHaveLength(1);
    expect(await whoIs(browser)).toBeUndefined();
    expect(await whoIs(await arrived('lost'))).toBeUndefined();
  });

  it('is not lost on two answers, however long ago the first was', async () => {
    app.dns.records.delete(name());
    await days(1);
    await withoutAnswer(9);
    await days(1);
    expect(await shown()).toMatchObject({ proof_method: 'dns' });
  });

  it('is looked at whatever becomes of another one', async () => {
    const [broken, brokenName] = [id, name()];
    domain = freshDomain();
    id = await proveDomain(app, admin, ours, domain);
    app.dns.records.delete(brokenName);
    // A time that no calendar has: recording it fails.
    await app.database.execute('UPDATE email_domains SET missing_since = ?, missed_checks = 1 WHERE id = ?', [
      9_000_000_000_000_000,
      broken,
    ]);
    await app.database.execute(`UPDATE email_domains SET checked_at = ${DAY_MS} WHERE id = ?`, [broken]);
    app.dns.records.delete(name());
    await days(8);
    expect(await shown()).toMatchObject({ proof_method: null });
  });

  it('begins anew when its record comes back', async () => {
    app.dns.records.delete(name());
    await days(5);
    app.dns.records.set(name(), [...record]);
    await days(1);
    expect((await actions()).at(-1)).toBe('email_domain.record_found');
    app.dns.records.delete(name());
    await days(7);
    expect(await shown()).toMatchObject({ proof_method: 'dns', record_missing_since: expect.any(String) });
  });

  it('is no matter of the DNS where a mail proved it', async () => {
    await app.database.execute("UPDATE email_domains SET proof_method = 'mail' WHERE id = ?", [id]);
    app.dns.records.delete(name());
    await days(10);
    expect(await shown()).toMatchObject({ proof_method: 'mail' });
  });
});

describe('somebody without a password whose domain was lost', () => {
  const ask = async (email: string): Promise<void> => {
    const browser = newBrowser(app);
    const page = await browser.get('/password-reset');
    await browser.post('/password-reset', { ...hiddenFields(page.text), email });
    await allSent(app);
  };

  it('sets one by mail; nobody does while the provider speaks for them', async () => {
    await arrived('stays');
    const email = `stays@${domain}`;
    expect(await app.app.get(Users).findByEmail(email)).toBeDefined();
    await ask(email);
    expect(await mailsTo(app, email)).toEqual([]);
    app.dns.records.delete(name());
    await days(8);
    await ask(email);
    const browser = newBrowser(app);
    const link = await newestLinkOf(app, email);
    const page = await browser.get(link);
    await browser.post(link.split('?')[0], { ...hiddenFields(page.text), password: 'long enough for us' });
    await browser.signIn(await browser.get('/sign-in'), { email, password: 'long enough for us' });
    expect(await whoIs(browser)).toContain(email);
  });

  it('gets none while the provider is only paused, but once the domain is withdrawn', async () => {
    await arrived('paused');
    const email = `paused@${domain}`;
    expectStatus(await admin.patch(ours.path, { active: false }), 200);
    await ask(email);
    expect(await mailsTo(app, email)).toEqual([]);
    expectStatus(await admin.delete(`${ours.path}/domains/${id}`), 204);
    await ask(email);
    const link = await newestLinkOf(app, email);
    expect((await newBrowser(app).get(link)).status).toBe(200);
    await proveDomain(app, admin, ours, domain);
    expect((await newBrowser(app).get(link)).status).toBe(410);
    expectStatus(await admin.patch(ours.path, { active: true }), 200);
  });

  it('may forget one that they have, also while the provider is paused', async () => {
    const email = `knows@${domain}`;
    await app.app.get(Users).create({ email, name: 'Ada', password: 'long enough for us' });
    expectStatus(await admin.patch(ours.path, { active: false }), 200);
    await ask(email);
    expect((await newBrowser(app).get(await newestLinkOf(app, email))).status).toBe(200);
    expectStatus(await admin.patch(ours.path, { active: true }), 200);
  });
});
