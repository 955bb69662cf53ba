import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newSecret, SECRET_PREFIXES } from '../../src/shared/index.js';
import { answer, titleOf, whoIs } from '../accounts/invited.js';
import { allSent, linkIn, mailsTo } from '../accounts/mailbox.js';
import { type Api, as, auditOf, expectStatus } from '../apps/api.js';
import { aMember, outcome, signedIn, wrongFields } from '../directory/people.js';
import { hiddenFields } from '../support/browser.js';
import { call, send } from '../support/http.js';
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

const GONE = 'This link does not work';

let app: SsoApp;
let admin: Api;
let odd: OddProvider;
let ours: Registered;
let theirs: Registered;

beforeAll(async () => {
  [app, odd] = await Promise.all([startSso(), OddProvider.start()]);
  admin = await as(app, 'admin');
  ours = await register(admin, app.demo.companies.main.id, odd.issuer);
  theirs = await register(admin, app.demo.companies.other.id, odd.issuer);
});
beforeEach(() => app.database.execute('DELETE FROM throttles'));
afterEach(() => {
  app.dns.isSilent = false;
});
afterAll(async () => {
  await odd.stop();
  await app.close();
});

interface Domain {
  readonly id: number;
  readonly domain: string;
  readonly verified_at: string | null;
  readonly txt_record: { readonly name: string; readonly value: string };
}

const add = async (to: Registered, domain: string): Promise<Domain> =>
  expectStatus(await admin.post(`${to.path}/domains`, { domain }), 201).body as Domain;

describe('an e-mail domain', () => {
  it('is added, proven by the DNS, shown, listed and removed', async () => {
    const domain = freshDomain();
    const added = await add(ours, domain.toUpperCase());
    expect(added).toMatchObject({ domain, verified_at: null, proof_method: null });
    expect(added.txt_record).toEqual({
      name: `_gatehouse-challenge.${domain}`,
      value: expect.stringMatching(/^gatehouse-domain-verification=[0-9A-Za-z]{22}$/),
    });
    const path = `${ours.path}/domains/${added.id}`;
    app.dns.records.set(added.txt_record.name, [added.txt_record.value]);
    const proven = expectStatus(await admin.post(`${path}/actions/verify`), 200).body as Domain;
    expect(proven).toMatchObject({ proof_method: 'dns', verified_at: expect.any(String) });
    expect((await admin.get(path)).body).toEqual(proven);
    expect((await admin.get(`${ours.path}/domains`)).body).toContainEqual(proven);
    expectStatus(await admin.delete(path), 204);
    expect(outcome(await admin.get(path))).toEqual([404, 'not_found']);
    const actions = (await auditOf(app, 'email_domain', added.id)).map(({ action }) => action);
    expect(actions).toEqual(['email_domain.added', 'email_domain.proven', 'email_domain.removed']);
  });

  it.each([
    ['gmail.com', 'free_mail'],
    ['co.uk', 'public_suffix'],
    ['localhost', 'not_a_domain'],
    ['a@b.example', 'not_a_domain'],
    ['127.0.0.1', 'not_a_domain'],
  ])('is none that nobody can have: %s', async (domain, reason) => {
    const refused = await admin.post(`${ours.path}/domains`, { domain });
    expect(outcome(refused)).toEqual([422, 'domain_refused']);
    expect(refused.body).toMatchObject({ reason });
  });

  it.each([[{}], [{ domain: 7 }], [{ domain: '' }], [{ domain: 'a.example', verified_at: 'now' }], [[]]])(
    'is refused in a body that is none: %j',
    async (body) => {
      expect(wrongFields(await admin.post(`${ours.path}/domains`, body)).length).toBeGreaterThan(0);
    },
  );

  it('is in a company once', async () => {
    const domain = freshDomain();
    await add(ours, domain);
    expect(outcome(await admin.post(`${ours.path}/domains`, { domain }))).toEqual([409, 'duplicate_domain']);
  });

  it('is a matter of administrators alone, and of their own company', async () => {
    const added = await add(ours, freshDomain());
    const { id } = app.demo.companies.main;
    const member = await signedIn(app, await aMember(app, id, { levels: { 'company.directory': 'standard' } }));
    for (const path of [`${ours.path}/domains`, `${ours.path}/domains/${added.id}`]) {
      expect(outcome(await member.get(path))).toEqual([403, 'insufficient_role']);
    }
    const foreign = `${theirs.path}/domains/${added.id}`;
    expect(outcome(await admin.get(foreign))).toEqual([404, 'not_found']);
    expect(outcome(await admin.delete(foreign))).toEqual([404, 'not_found']);
    const crossed = ours.path.replace(/\d+(?=\/identity)/, String(app.demo.companies.other.id));
    expect(outcome(await admin.get(`${crossed}/domains`))).toEqual([404, 'not_found']);
  });
});

describe('the DNS', () => {
  it.each<[string, (value: string) => string[]]>([
    ['has no such name', () => []],
    ['has the record of somebody else', () => ['gatehouse-domain-verification=0000000000000000000000']],
    ['has half of the text', (value) => [value.slice(0, -1)]],
    ['has the text within another', (value) => [`x${value}`, `${value} `]],
    ['has it in another case', (value) => [value.toUpperCase()]],
  ])('proves nothing when it %s', async (_what, records) => {
    const { id, txt_record } = await add(ours, freshDomain());
    const texts = records(txt_record.value);
    if (texts.length > 0) app.dns.records.set(txt_record.name, texts);
    const refused = await admin.post(`${ours.path}/domains/${id}/actions/verify`);
    expect([...outcome(refused), refused.body.reason]).toEqual([409, 'domain_not_proven', 'no_record']);
  });

  it('proves nothing when it does not answer', async () => {
    const { id } = await add(ours, freshDomain());
    app.dns.isSilent = true;
    const refused = await admin.post(`${ours.path}/domains/${id}/actions/verify`);
    expect([...outcome(refused), refused.body.reason]).toEqual([409, 'domain_not_proven', 'no_answer']);
  });

  it('proves a domain for one company at a time, however many try at once', async () => {
    const domain = freshDomain();
    const [mine, yours] = [await add(ours, domain), await add(theirs, domain)];
    app.dns.records.set(mine.txt_record.name, [mine.txt_record.value, yours.txt_record.value]);
    const paths = [`${ours.path}/domains/${mine.id}`, `${theirs.path}/domains/${yours.id}`];
    const answers = await Promise.all(paths.map((path) => admin.post(`${path}/actions/verify`)));
    expect(answers.map(outcome).sort()).toEqual([
      [200, undefined],
      [409, 'domain_taken'],
    ]);
    const winner = answers[0].status === 200 ? 0 : 1;
    expectStatus(await admin.delete(paths[winner]), 204);
    expectStatus(await admin.post(`${paths[1 - winner]}/actions/verify`), 200);
  });

  it.each(['dns', 'mail'])('moves a domain to the company that it names now, from one proven by %s', async (method) => {
    const domain = freshDomain();
    const id = await proveDomain(app, admin, ours, domain);
    await app.database.execute('UPDATE email_domains SET proof_method = ? WHERE id = ?', [method, id]);
    const person = { sub: domain, email: `ada@${domain}`, email_verified: true, name: 'Ada' };
    expectStatus(await admin.patch(ours.path, { creates_members: true }), 200);
    const browser = newBrowser(app);
    await come(browser, ours, odd, person);
    expect(await whoIs(browser)).toContain('Ada');
    await proveDomain(app, admin, theirs, domain);
    expect(await whoIs(browser)).toBeUndefined();
    expect((await admin.get(`${ours.path}/domains/${id}`)).body).toMatchObject({
      verified_at: null,
      proof_method: null,
    });
    const again = await come(browser, ours, odd, person);
    expect(titleOf(again)).toBe('Your company does not speak for this e-mail');
    const sql =
      "SELECT actor_id, address, company_id FROM audit_events WHERE action = 'email_domain.lost' AND subject_id = ?";
    const [event] = await app.database.query<{ company_id: number }>(sql, [String(id)]);
    expect(event).toMatchObject({ actor_id: null, address: '-' });
    expect(Number(event.company_id)).toBe(app.demo.companies.main.id);
  });

  it('of a domain that was removed and added again has to say something new', async () => {
    const domain = freshDomain();
    const id = await proveDomain(app, admin, ours, domain);
    expectStatus(await admin.delete(`${ours.path}/domains/${id}`), 204);
    const again = await add(ours, domain);
    const refused = await admin.post(`${ours.path}/domains/${again.id}/actions/verify`);
    expect(outcome(refused)).toEqual([409, 'domain_not_proven']);
  });
});

describe('a mail', () => {
  const ask = (id: number, body: object = {}, at = ours) =>
    admin.post(`${at.path}/domains/${id}/actions/send_confirmation`, body);

  const asked = async (at = ours, domain = freshDomain()): Promise<{ id: number; domain: string; link: string }> => {
    const { id } = await add(at, domain);
    const known = (await mailsTo(app, `postmaster@${domain}`)).length;
    expectStatus(await ask(id, {}, at), 202);
    if (known === 0) return { id, domain, link: await newestLinkOf(app, `postmaster@${domain}`) };
    throw new Error('Use another domain.');
  };

  it('proves the domain once somebody who runs it confirms, and not before', async () => {
    const { id, link } = await asked();
    const path = `${ours.path}/domains/${id}`;
    const browser = newBrowser(app);
    const page = await browser.get(link);
    expect([page.status, page.text.includes(app.demo.companies.main.name)]).toEqual([200, true]);
    expect((await admin.get(path)).body).toMatchObject({ verified_at: null });
    const done = await answer(browser, link, {});
    expect([done.status, done.headers.get('location')]).toEqual([303, '/domain-confirmation/confirmed']);
    expect((await admin.get(path)).body).toMatchObject({ proof_method: 'mail', verified_at: expect.any(String) });
    expect(titleOf(await browser.get(link))).toBe(GONE);
  });

  it('goes to mailboxes that those have who run a domain, and to no others', async () => {
    const { id, domain } = await add(ours, freshDomain());
    expectStatus(await ask(id, { mailbox: 'admin' }), 202);
    expect(await newestLinkOf(app, `admin@${domain}`)).toContain('/domain-confirmation?token=ghdc_');
    for (const mailbox of ['ada', 'info', 'admin@evil.example,', 7]) {
      expect(wrongFields(await ask(id, { mailbox }))).toEqual(['mailbox']);
    }
  });

  it('is sent once however often the same request comes, and says so each time', async () => {
    const { id, domain } = await add(ours, freshDomain());
    const url = `${app.url}/rest/v1.0${ours.path}/domains/${id}/actions/send_confirmation`;
    const headers = { 'Idempotency-Token': randomUUID() };
    for (let n = 0; n < 2; n++) expectStatus(await call(url, admin.token, { method: 'POST', json: {}, headers }), 202);
    await allSent(app);
    expect(await mailsTo(app, `postmaster@${domain}`)).toHaveLength(1);
  });

  it('is answered from a page of ours only', async () => {
    const { id, link } = await asked();
    const token = new URLSearchParams(link.split('?')[1]).get('token') ?? '';
    const forged = await send(`${app.url}/domain-confirmation`, {
      method: 'POST',
      body: new URLSearchParams({ token }),
    });
    expect(forged.status).toBe(403);
    const victim = newBrowser(app);
    await victim.get(link);
    const other = hiddenFields((await newBrowser(app).get(link)).text);
    expect((await victim.post('/domain-confirmation', other)).status).toBe(403);
    expect((await admin.get(`${ours.path}/domains/${id}`)).body).toMatchObject({ verified_at: null });
  });

  it.each<[string, (link: string, id: number) => Promise<string>]>([
    ['is damaged', async (link) => link.slice(0, -1)],
    ['was never sent', async () => `/domain-confirmation?token=${newSecret(SECRET_PREFIXES.domainConfirmation)}`],
    ['is missing', async () => '/domain-confirmation'],
    [
      'ran out',
      async (link, id) => {
        await app.database.execute('UPDATE email_domains SET mail_expires_at = 1 WHERE id = ?', [id]);
        return link;
      },
    ],
    [
      'was replaced',
      async (link, id) => {
        expectStatus(await ask(id), 202);
        return link;
      },
    ],
    [
      'is of a domain that was removed',
      async (link, id) => {
        expectStatus(await admin.delete(`${ours.path}/domains/${id}`), 204);
        return link;
      },
    ],
  ])('has one page for a link that %s', async (_what, spoil) => {
    const { id, link } = await asked();
    const page = await newBrowser(app).get(await spoil(link, id));
    expect([page.status, titleOf(page)]).toEqual([410, GONE]);
  });

  it('proves nothing that another company has proven, and its link stays', async () => {
    const { domain, link } = await asked(theirs);
    const id = await proveDomain(app, admin, ours, domain);
    const refused = await answer(newBrowser(app), link, {});
    expect([refused.status, refused.text.includes('Another company has proven this domain')]).toEqual([409, true]);
    expectStatus(await admin.delete(`${ours.path}/domains/${id}`), 204);
    expect((await answer(newBrowser(app), link, {})).status).toBe(303);
  });

  it('fills nobody’s mailbox', async () => {
    const { id, domain } = await add(ours, freshDomain());
    for (let sent = 0; sent < 6; sent++) expectStatus(await ask(id), 202);
    const refused = await ask(id);
    expect(outcome(refused)).toEqual([429, 'too_many_confirmations']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const other = await add(theirs, domain);
    expect(outcome(await ask(other.id, {}, theirs))).toEqual([429, 'too_many_confirmations']);
  });

  it('of fifty who confirm at once lets one', async () => {
    const { link } = await asked();
    const browser = newBrowser(app);
    const fields = hiddenFields((await browser.get(link)).text);
    const headers = { Cookie: `gh_browser=${browser.cookie('gh_browser')}` };
    const one = () =>
      send(`${app.url}/domain-confirmation`, { method: 'POST', body: new URLSearchParams(fields), headers });
    const statuses = (await Promise.all(Array.from({ length: 50 }, one))).map(({ status }) => status).sort();
    expect(statuses).toEqual([303, ...Array<number>(49).fill(410)]);
  });

  it('holds its one link', async () => {
    const { domain } = await asked();
    const [mail] = await mailsTo(app, `postmaster@${domain}`);
    expect(linkIn(mail, app.configuration.issuer)).toContain('token=ghdc_');
  });
});
