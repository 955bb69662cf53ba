import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Members } from '../../src/directory/index.js';
import { Users } from '../../src/identity/index.js';
import { type Api, as, expectStatus } from '../apps/api.js';
import { aMember } from '../directory/people.js';
import { allSent, mailsTo, newestLinkOf } from '../sso/links.js';
import { OddProvider } from '../sso/odd-provider.js';
import { freshDomain, proveDomain, register, type Registered, startSso, type SsoApp } from '../sso/setting.js';
import type { Browser } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import { inCode, pageOf, reviewed } from './sign-on.js';
import { askedBefore, browserOf, fieldsOf, locationOf, submit, textOf } from './visiting.js';

let app: SsoApp;
let odd: OddProvider;
let admin: Browser;
let api: Api;
let main: number;
let ours: Registered;
let at: string;

beforeAll(async () => {
  [app, odd] = await Promise.all([startSso(), OddProvider.start()]);
  main = app.demo.companies.main.id;
  api = await as(app, 'admin');
});
beforeEach(async () => {
  ours = await register(api, main, odd.issuer);
  at = `/console/companies/${main}/single-sign-on/${ours.id}`;
  admin = await browserOf(app, 'admin');
});
// A company may have ten.
afterEach(async () => {
  expectStatus(await api.delete(ours.path), 204);
});
afterAll(async () => {
  await odd.stop();
  await app.close();
});

const add = async (domain: string): Promise<Answer> => submit(admin, await admin.get(at), `${at}/domains`, { domain });
const domains = async (): Promise<Record<string, unknown>[]> =>
  expectStatus(await api.get(`${ours.path}/domains`), 200).body;

describe('a domain', () => {
  it('is added, proven once the DNS shows the record, and removed after a question', async () => {
    const domain = freshDomain();
    const added = await add(` ${domain.toUpperCase()} `);
    expect(locationOf(added)).toMatch(/\/domains\/\d+\?done=domain_added$/);
    const one = pageOf(added);
    const page = await admin.get(one);
    const [name, value] = [inCode(page, 'record-name'), inCode(page, 'record-value')];
    expect([name, value]).toEqual([
      `_gatehouse-challenge.${domain}`,
      expect.stringMatching(/^gatehouse-domain-verification=/),
    ]);
    const early = await submit(admin, page, `${one}/verify`);
    expect([early.status, textOf(early).includes('The DNS does not show the record yet')]).toEqual([409, true]);
    app.dns.fails = true;
    const failed = await submit(admin, page, `${one}/verify`);
    expect([failed.status, textOf(failed).includes('The DNS did not answer')]).toEqual([409, true]);
    app.dns.fails = false;
    app.dns.records.set(name, ['v=spf1 -all', value]);
    const proven = await submit(admin, early, `${one}/verify`);
    expect(locationOf(proven)).toBe(`${one}?done=domain_proven`);
    expect((await domains())[0]).toMatchObject({ domain, proof_method: 'dns' });
    const shown = await admin.get(at);
    expect(textOf(shown)).toMatch(new RegExp(`${domain}\\s+Proven`));
    expect(shown.text).toContain(`href="/sign-in/sso/${ours.handle}?return_to=`);
    expect(textOf(await admin.get(one))).toContain('leave it there');
    expect(locationOf(await submit(admin, page, `${one}/remove`))).toBe(`${at}?done=domain_removed`);
    expect((await submit(admin, page, `${one}/remove`)).status).toBe(404);
    expect(await domains()).toEqual([]);
  });

  it('that nobody can have stays in the form with the reason, in both languages', async () => {
    const domain = freshDomain();
    expect((await add(domain)).status).toBe(303);
    for (const [typed, status, says] of [
      ['', 422, 'Name a domain'],
      ['x'.repeat(301), 422, 'Name a domain'],
      ['not a domain', 422, 'Write a domain such as'],
      ['a@northwind.example', 422, 'Write a domain such as'],
      ['co.uk', 422, 'Others register their names below'],
      ['gmail.com', 422, 'Anybody gets an address there'],
      [domain, 409, 'Your company has this domain already'],
    ] as [string, number, string][]) {
      const answer = await add(typed);
      expect([typed, answer.status, textOf(answer).includes(says)]).toEqual([typed, status, true]);
      expect(answer.text).toContain(`name="domain" value="${typed}"`);
    }
    expect((await submit(admin, await admin.get(at), `${at}/domains`, { domain, csrf_token: 'x' })).status).toBe(403);
    expect(await domains()).toHaveLength(1);
    const spanish = await browserOf(app, 'admin', { 'accept-language': 'es' });
    const answer = await submit(spanish, await spanish.get(at), `${at}/domains`, { domain: 'gmail.com' });
    expect(textOf(answer)).toContain('Cualquiera obtiene allí una dirección');
  });

  it('of another company stays with it', async () => {
    const domain = freshDomain();
    const theirs = await register(api, app.demo.companies.other.id, odd.issuer);
    await proveDomain(app, api, theirs, domain);
    const one = pageOf(await add(domain));
    const page = await admin.get(one);
    const name = inCode(page, 'record-name');
    const theirRecord = app.dns.records.get(name) ?? [];
    app.dns.records.set(name, [...theirRecord, inCode(page, 'record-value')]);
    const taken = await submit(admin, page, `${one}/verify`);
    expect([taken.status, textOf(taken).includes('Another company has proven this domain')]).toEqual([409, true]);
    expect((await domains())[0].verified_at).toBeNull();
    const foreign = (expectStatus(await api.get(`${theirs.path}/domains`), 200).body as unknown as { id: number }[])[0];
    for (const path of [`${at}/domains/${foreign.id}`, `${at}/domains/987654`, `${at}/domains/x`]) {
      expect([path, (await admin.get(path)).status]).toEqual([path, 404]);
      for (const verb of ['verify', 'ask', 'remove']) {
        const form = { ...fieldsOf(page, `${one}/ask`), mailbox: 'postmaster' };
        expect([path, verb, (await admin.post(`${path}/${verb}`, form)).status]).toEqual([path, verb, 404]);
      }
    }
    expect((await api.get(`${theirs.path}/domains/${foreign.id}`)).body).toMatchObject({ proof_method: 'dns' });
  });

  it('is asked for by one mail, however often the form is sent, and proven by its link', async () => {
    const domain = freshDomain();
    const one = pageOf(await add(domain));
    const page = await admin.get(one);
    const wrong = await submit(admin, page, `${one}/ask`, { mailbox: 'sales' });
    expect([wrong.status, textOf(wrong).includes('Please check what you entered')]).toEqual([422, true]);
    const asked = await Promise.all([1, 2].map(() => submit(admin, page, `${one}/ask`, { mailbox: 'hostmaster' })));
    for (const answer of asked) expect(locationOf(answer)).toBe(`${one}?done=domain_mailed`);
    await allSent(app);
    expect(await mailsTo(app, `hostmaster@${domain}`)).toHaveLength(1);
    const link = await newestLinkOf(app, `hostmaster@${domain}`);
    const question = await admin.get(link);
    expect((await submit(admin, question, '/domain-confirmation')).status).toBe(303);
    expect((await domains())[0]).toMatchObject({ domain, proof_method: 'mail' });
    expect(textOf(await admin.get(one))).toContain('Proven by mail');
    const other = pageOf(await add(freshDomain()));
    let last: Answer | undefined;
    for (let n = 0; n < 7; n++)
      last = await submit(admin, await admin.get(other), `${other}/ask`, { mailbox: 'admin' });
    expect([last?.status, last && textOf(last).includes('Too many mails were sent')]).toEqual([429, true]);
  });

  it('whose record is missing is warned of on every page of it', async () => {
    const domain = freshDomain();
    const id = await proveDomain(app, api, ours, domain);
    await app.database.execute(
      `UPDATE email_domains SET missing_since = ${app.database.dialect.now}, missed_checks = 2 WHERE id = ?`,
      [id],
    );
    expect(textOf(await admin.get(`${at}/domains/${id}`))).toContain('The record is missing since');
    expect(textOf(await admin.get(at))).toContain(`The DNS record of ${domain} is missing since`);
    expect(textOf(await admin.get(`/console/companies/${main}/single-sign-on`))).toContain('the proof ends soon');
  });

  it('is neither proven nor removed by a browser whose person proved long ago who they are', async () => {
    const person = await aMember(app, main, { role: 'admin' });
    const browser = await browserOf(app, person);
    const one = pageOf(await add(freshDomain()));
    const page = await browser.get(one);
    app.dns.records.set(inCode(page, 'record-name'), [inCode(page, 'record-value')]);
    const sql = 'UPDATE sessions SET authenticated_at = authenticated_at - 700000 WHERE user_id = ?';
    await app.database.execute(sql, [person.id]);
    for (const verb of ['verify', 'ask', 'remove']) {
      const answer = await submit(browser, page, `${one}/${verb}`, { mailbox: 'postmaster' });
      expect(textOf(answer)).toContain('prove once more that it is you');
    }
    expect((await domains())[0]).toMatchObject({ verified_at: null });
  });
});

describe('enforcing single sign-on', () => {
  const PASSWORD = 'long enough for us';
  const read = async (): Promise<Record<string, unknown>> => expectStatus(await api.get(ours.path), 200).body;

  async function someone(domain: string, role: 'admin' | 'member') {
    const email = `${role}-${Math.random().toString(36).slice(2, 8)}@${domain}`;
    const { id } = await app.app.get(Users).create({ email, name: email.split('@')[0], password: PASSWORD });
    await app.app.get(Members).add(main, id, { lastName: 'X', email, role });
    return { id, email, password: PASSWORD };
  }

  const review = (ids: readonly (number | string)[]): Promise<Answer> =>
    admin.get(`${at}/enforce/review?${ids.map((id) => `administrators=${id}`).join('&')}`);

  it('shows who stays and who is signed out, holds once sent, and is lifted', async () => {
    const domain = freshDomain();
    await proveDomain(app, api, ours, domain);
    const [helper, person] = [await someone(domain, 'admin'), await someone(domain, 'member')];
    const [theirs, helping] = [await browserOf(app, person), await browserOf(app, helper)];
    expect((await admin.get(`${at}/enforce`)).text).toContain(`name="administrators" value="${helper.id}"`);
    const shown = await review([helper.id]);
    expect(textOf(shown)).toContain('People: 1. Browsers: 1.');
    expect(textOf(shown)).toContain(helper.email);
    expect(textOf(shown)).not.toContain('You are signed out, too');
    expect((await read()).enforced).toBe(false);
    expect((await theirs.get('/account/sessions')).status).toBe(200);
    const sent = await admin.post(`${at}/enforce`, reviewed(shown, `${at}/enforce`));
    expect(locationOf(sent)).toBe(`${at}?done=sso_enforced`);
    expect(await read()).toMatchObject({ enforced: true, emergency_administrator_ids: [helper.id] });
    expect((await theirs.get('/account/sessions')).text).toContain('action="/sign-in"');
    expect((await helping.get('/account/sessions')).status).toBe(200);
    const page = await admin.get(at);
    expect(textOf(page)).toContain('sign in here and nowhere else');
    expect((await admin.get(`${at}/delete`)).text).toContain('Nothing is enforced any more');
    expect((await submit(admin, page, `${at}/pause`)).status).toBe(303);
    const paused = await admin.get(at);
    expect(askedBefore(paused, `${at}/resume`)).toMatch(/^Resume … Whoever of the proven domains came in another way/);
    expect((await submit(admin, paused, `${at}/resume`)).status).toBe(303);
    expect(locationOf(await submit(admin, page, `${at}/lift`))).toBe(`${at}?done=sso_lifted`);
    expect((await read()).enforced).toBe(false);
  });

  it('tells whoever would sign themselves out', async () => {
    const domain = freshDomain();
    await proveDomain(app, api, ours, domain);
    const [own, helper] = [await someone(domain, 'admin'), await someone(domain, 'admin')];
    const browser = await browserOf(app, own);
    const path = (id: number): string => `${at}/enforce/review?administrators=${id}`;
    expect(textOf(await browser.get(path(helper.id)))).toContain('You are signed out, too');
    expect(textOf(await browser.get(path(own.id)))).not.toContain('You are signed out, too');
  });

  it('is nothing without somebody who can help, and nobody else is made one', async () => {
    const domain = freshDomain();
    await proveDomain(app, api, ours, domain);
    const [helper, member] = [await someone(domain, 'admin'), await someone(domain, 'member')];
    const rid = await someone(domain, 'admin');
    await app.database.execute('UPDATE users SET password_hash = NULL WHERE principal_id = ?', [rid.id]);
    for (const ids of [[], [member.id], [rid.id], [helper.id, member.id], ['x'], [0], [999_999]]) {
      const answer = await review(ids);
      expect([ids, answer.status, textOf(answer).includes('Name at least one')]).toEqual([ids, 422, true]);
    }
    const fields = reviewed(await review([helper.id]), `${at}/enforce`);
    for (const administrators of [
      [],
      [String(member.id)],
      ['x'],
      ['0'],
      Array.from({ length: 21 }, (_, n) => `${n + 1}`),
    ]) {
      const answer = await admin.post(`${at}/enforce`, { ...fields, administrators });
      expect([administrators, answer.status]).toEqual([administrators, 422]);
    }
    expect((await admin.post(`${at}/enforce`, { ...fields, csrf_token: 'x' })).status).toBe(403);
    expect(await read()).toMatchObject({ enforced: false, emergency_administrator_ids: [] });
  });

  it('does not hold for what the review did not show: another tab, a demotion, or a domain proven since', async () => {
    const domain = freshDomain();
    await proveDomain(app, api, ours, domain);
    const helper = await someone(domain, 'admin');
    const old = reviewed(await review([helper.id]), `${at}/enforce`);
    await proveDomain(app, api, ours, freshDomain());
    expect((await admin.post(`${at}/enforce`, old)).status).toBe(412);
    const second = reviewed(await review([helper.id]), `${at}/enforce`);
    expectStatus(await api.patch(ours.path, { name: 'Changed' }), 200);
    expect((await admin.post(`${at}/enforce`, second)).status).toBe(412);
    const third = reviewed(await review([helper.id]), `${at}/enforce`);
    expectStatus(await api.put(`/companies/${main}/members/${helper.id}/permissions`, { role: 'member' }), 200);
    const demoted = await admin.post(`${at}/enforce`, third);
    expect([demoted.status, textOf(demoted).includes('Name at least one')]).toEqual([422, true]);
    expect((await read()).enforced).toBe(false);
  });
});
