import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Members } from '../../src/directory/index.js';
import { Users } from '../../src/identity/index.js';
import { newSecret, SECRET_PREFIXES } from '../../src/shared/index.js';
import { type Api, as, expectStatus } from '../apps/api.js';
import { aMember, aPerson, aProject, outcome, signedIn } from '../directory/people.js';
import { Browser, hiddenFields } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import {
  anAddress,
  answer,
  invite,
  type Invited,
  JOIN,
  newestLink,
  plain,
  signedInBrowser,
  titleOf,
  whoIs,
} from './invited.js';
import { allSent, mailsTo, readable } from './mailbox.js';

const GONE = 'This invitation is not open';

let app: TestApp;
let admin: Api;
let main: number;
let users: string;
const lines: string[] = [];

beforeAll(async () => {
  const log = new Writable({
    write: (chunk: Buffer, _, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  app = await startApp({ LOG_LEVEL: 'trace' }, log);
  admin = await as(app, 'admin');
  main = app.demo.companies.main.id;
  users = `/companies/${main}/users`;
});
afterAll(() => app.close());

const entryOf = async (id: number): Promise<Answer> => admin.get(`${users}/${id}`);

const stateOf = async ({ email }: Invited): Promise<string | undefined> => {
  const rows = await app.database.query<{ status: string }>(
    'SELECT status FROM members WHERE company_id = ? AND email_key = ?',
    [main, email],
  );
  return rows.at(0)?.status;
};

const eventsOf = (action: string): Promise<Record<string, unknown>[]> =>
  app.database.query('SELECT * FROM audit_events WHERE action = ? ORDER BY id', [action]);

describe('an invited person', () => {
  it('without an account gets one with the proven address, is signed in, and may act at once', async () => {
    const project = await aProject(admin, main);
    const invited = await invite(app, admin, main);
    expectStatus(await admin.post(`/projects/${project}/users/${invited.id}/actions/add`, {}), 201);
    const browser = new Browser(app.url);
    const page = await browser.get(invited.link);
    expect(page.text).toContain(app.demo.companies.main.name);
    expect(page.text).toContain('Alba Administrator');
    const done = await answer(browser, invited.link, JOIN);
    expect([done.status, done.headers.get('location')]).toEqual([303, '/invitation/accepted']);
    expect(await whoIs(browser)).toContain(invited.email);
    const user = await app.app.get(Users).findByEmail(invited.email);
    expect((await entryOf(user?.id ?? 0)).body).toMatchObject({ status: 'active', email_address: invited.email });
    expect((await entryOf(invited.id)).status).toBe(404);
    const person = { id: user?.id ?? 0, email: invited.email, password: JOIN.password };
    const api = await signedIn(app, person);
    expectStatus(await api.get(`/companies/${main}/me`), 200);
    expect((await api.get(`/projects?company_id=${main}`)).body.map(({ id }: { id: number }) => id)).toEqual([project]);
    const event = (await eventsOf('member.invitation_accepted')).at(-1) ?? {};
    expect([Number(event.actor_id), event.subject_id]).toEqual([person.id, String(person.id)]);
    expect(JSON.parse(String(event.before_state))).toMatchObject({ status: 'invited', principal_id: invited.id });
    expect(JSON.parse(String(event.after_state))).toMatchObject({ status: 'active', principal_id: person.id });
  });

  it('with an account who is signed in accepts with one button, and it is in force at once', async () => {
    const person = await aPerson(app);
    const invited = await invite(app, admin, main, person.email);
    const api = await signedIn(app, person, []);
    expect((await api.get(`/companies/${main}/me`)).status).toBe(404);
    const browser = await signedInBrowser(app, person);
    const done = await answer(browser, invited.link, { decision: 'accept' });
    expect(done.headers.get('location')).toBe('/invitation/accepted');
    expectStatus(await (await signedIn(app, person)).get(`/companies/${main}/me`), 200);
    expect((await entryOf(person.id)).body.status).toBe('active');
  });

  it('with an account who is not signed in signs in first and comes back', async () => {
    const person = await aPerson(app);
    const invited = await invite(app, admin, main, person.email.toUpperCase());
    const browser = new Browser(app.url);
    const page = await browser.get(invited.link);
    const [, path] = /<a class="button" href="([^"]+)"/.exec(page.text) ?? [];
    const signIn = await browser.get(path.replaceAll('&amp;', '&'));
    const back = await browser.signIn(signIn, person);
    expect(back.headers.get('location')).toBe(invited.link);
    await answer(browser, invited.link, { decision: 'accept' });
    expect((await entryOf(person.id)).body.status).toBe('active');
  });

  it('may decline, signed in or not, and may be invited again', async () => {
    const invited = await invite(app, admin, main);
    const done = await answer(new Browser(app.url), invited.link, { decision: 'decline' });
    expect(done.headers.get('location')).toBe('/invitation/declined');
    expect(await stateOf(invited)).toBeUndefined();
    expect(await app.app.get(Users).findByEmail(invited.email)).toBeUndefined();
    const again = await invite(app, admin, main, invited.email);
    expect(again.token).not.toBe(invited.token);
    expect(titleOf(await new Browser(app.url).get(invited.link))).toBe(GONE);
  });

  it('who declines tells the company nothing of the account that they are signed in to', async () => {
    const person = await aPerson(app);
    const invited = await invite(app, admin, main, person.email);
    const done = await answer(await signedInBrowser(app, person), invited.link, { decision: 'decline' });
    expect(done.headers.get('location')).toBe('/invitation/declined');
    const event = (await eventsOf('member.invitation_declined')).at(-1) ?? {};
    expect([event.subject_id, event.actor_id]).toEqual([String(invited.id), null]);
  });

  it('reads everything in Spanish where they like that', async () => {
    const person = await aPerson(app);
    await app.database.execute("UPDATE users SET locale = 'es' WHERE principal_id = ?", [person.id]);
    const invited = await invite(app, admin, main, person.email);
    const [mail] = await mailsTo(app, person.email);
    expect(readable(mail.headers.subject)).toContain('Invitación a');
    const page = await new Browser(app.url, { 'Accept-Language': 'es-MX' }).get(invited.link);
    expect(titleOf(page)).toContain('Invitación a');
  });
});

describe('a link', () => {
  const dead: [string, (invited: Invited) => Promise<string>][] = [
    ['used', async ({ link }) => (await answer(new Browser(app.url), link, JOIN), link)],
    ['declined', async ({ link }) => (await answer(new Browser(app.url), link, { decision: 'decline' }), link)],
    [
      'withdrawn',
      async ({ link, id }) => (
        expectStatus(await admin.post(`${users}/${id}/actions/withdraw_invitation`, {}), 204),
        link
      ),
    ],
    [
      'replaced by a newer one',
      async ({ link, id }) => (
        expectStatus(await admin.post(`${users}/${id}/actions/resend_invitation`, {}), 200),
        link
      ),
    ],
    [
      'expired',
      async ({ link, email }) => (
        await app.database.execute(
          `UPDATE company_invitations SET expires_at = ${app.database.dialect.now} WHERE email_key = ?`,
          [email],
        ),
        link
      ),
    ],
    ['damaged', async ({ link }) => `${link.slice(0, -1)}${link.endsWith('x') ? 'y' : 'x'}`],
    ['cut off', async ({ link }) => link.slice(0, -3)],
    ['forged with right check digits', async () => `/invitation?token=${newSecret(SECRET_PREFIXES.invitation)}`],
    ['of another kind', async () => `/invitation?token=${newSecret(SECRET_PREFIXES.refreshToken)}`],
    ['doubled', async ({ link, token }) => `${link}&token=${token}`],
    ['without a token', async () => '/invitation'],
  ];

  it.each(dead)('that is %s leads to one page and changes nothing', async (_how, kill) => {
    const invited = await invite(app, admin, main);
    const open = await new Browser(app.url).get(invited.link);
    const link = await kill(invited);
    const [before, browser] = [await stateOf(invited), new Browser(app.url)];
    const gone = await browser.get(link);
    expect([gone.status, titleOf(gone)]).toEqual([410, GONE]);
    expect(plain(gone)).toBe(plain(await browser.get('/invitation?token=none')));
    // With the form of another open invitation: its token decides, not the page.
    const other = await invite(app, admin, main);
    const form = hiddenFields((await browser.get(other.link)).text);
    const token = new URLSearchParams(link.split('?')[1] ?? '').getAll('token');
    const posted = await browser.post('/invitation', { ...form, ...JOIN, token });
    expect([posted.status, titleOf(posted)]).toEqual([410, GONE]);
    expect(await stateOf(invited)).toBe(before);
    expect(await stateOf(other)).toBe('invited');
    expect(open.status).toBe(200);
  });

  it('changes nothing by being looked at', async () => {
    const invited = await invite(app, admin, main);
    for (let looked = 0; looked < 3; looked++) await new Browser(app.url).get(invited.link);
    expect(await stateOf(invited)).toBe('invited');
  });

  it('is not told to the page that one goes on to, kept, framed, or written into the log or the database', async () => {
    const invited = await invite(app, admin, main);
    const page = await new Browser(app.url).get(invited.link);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    await allSent(app);
    const rows = await app.database.query('SELECT * FROM company_invitations');
    const core = invited.token.slice(8, -8);
    expect(JSON.stringify(rows)).not.toContain(core);
    expect(lines.join('')).toContain('"path":"/invitation"');
    expect(lines.join('')).not.toContain(core);
    expect(JSON.stringify(await app.database.query('SELECT * FROM audit_events'))).not.toContain(core);
  });

  it('is good for one of several who accept at once', async () => {
    const invited = await invite(app, admin, main);
    const browsers = Array.from({ length: 5 }, () => new Browser(app.url));
    const forms = await Promise.all(browsers.map(async (one) => hiddenFields((await one.get(invited.link)).text)));
    const answers = await Promise.all(
      browsers.map((one, at) => one.post('/invitation', { ...forms[at], ...JOIN, name: `Ada ${at}` })),
    );
    expect(answers.map(({ status }) => status).filter((status) => status === 303)).toHaveLength(1);
    for (const { status } of answers) expect([303, 409, 410]).toContain(status);
    expect(await stateOf(invited)).toBe('active');
    const made = await app.database.query('SELECT principal_id FROM users WHERE email_key = ?', [invited.email]);
    expect(made).toHaveLength(1);
  });
});

describe('nobody accepts', () => {
  it('while signed in as somebody else, who is told to sign out first', async () => {
    const invited = await invite(app, admin, main);
    const browser = await signedInBrowser(app, await aPerson(app));
    const page = await browser.get(invited.link);
    expect(page.text).toContain('for another address');
    expect(page.text).not.toContain('name="decision"');
    const session = hiddenFields((await browser.get('/sign-out')).text);
    for (const decision of ['accept', 'join', 'decline']) {
      const posted = await browser.post('/invitation', { ...JOIN, ...session, token: invited.token, decision });
      expect(posted.status).toBe(403);
    }
    expect(await stateOf(invited)).toBe('invited');
  });

  it('with a form that was shown before they signed in as somebody else', async () => {
    const invited = await invite(app, admin, main);
    const browser = new Browser(app.url);
    const form = hiddenFields((await browser.get(invited.link)).text);
    await browser.signIn(await browser.get('/sign-in'), await aPerson(app));
    expect((await browser.post('/invitation', { ...form, ...JOIN })).status).toBe(403);
    expect(await stateOf(invited)).toBe('invited');
  });

  it('without a form of ours', async () => {
    const invited = await invite(app, admin, main);
    const other = new Browser(app.url);
    const form = hiddenFields((await other.get(invited.link)).text);
    for (const fields of [{ token: invited.token }, form]) {
      expect((await new Browser(app.url).post('/invitation', { ...fields, ...JOIN })).status).toBe(403);
    }
    expect(await stateOf(invited)).toBe('invited');
  });

  it('by making an account where there is one', async () => {
    const person = await aPerson(app);
    const invited = await invite(app, admin, main, person.email);
    const posted = await answer(new Browser(app.url), invited.link, JOIN);
    expect(posted.status).toBe(409);
    expect(await stateOf(invited)).toBe('invited');
    expect(await whoIs(await signedInBrowser(app, person))).toContain(person.email);
  });

  it('by a decision that their page does not offer', async () => {
    const invited = await invite(app, admin, main);
    for (const decision of ['accept', 'foreign', '', 'constructor']) {
      expect((await answer(new Browser(app.url), invited.link, { ...JOIN, decision })).status).toBe(409);
    }
    expect(await stateOf(invited)).toBe('invited');
  });

  it.each([
    ['a short password', { password: 'short' }],
    ['no password', { password: '' }],
    ['a password from breaches', { password: 'Iloveyou1' }],
    ['a password with the name in it', { password: 'the BAUER of it' }],
    ['a password beyond reason', { password: 'x'.repeat(2_000) }],
    ['no name', { name: ' ' }],
    ['a name that reorders text', { name: 'a\u202eb' }],
    ['a name of two lines', { name: 'a\r\nBcc: b@example.com' }],
  ])('with %s, and the link stays open', async (_what, change) => {
    const invited = await invite(app, admin, main);
    const posted = await answer(new Browser(app.url), invited.link, { ...JOIN, ...change });
    expect(posted.status).toBe(422);
    expect(posted.text).toContain('role="alert"');
    expect(posted.text).not.toContain(JOIN.password);
    expect(await stateOf(invited)).toBe('invited');
    expect((await answer(new Browser(app.url), invited.link, JOIN)).status).toBe(303);
  });

  it('while blocked, whatever sessions they had', async () => {
    const person = await aPerson(app);
    const invited = await invite(app, admin, main, person.email);
    const browser = await signedInBrowser(app, person);
    const form = hiddenFields((await browser.get(invited.link)).text);
    await app.app.get(Users).block(person.id);
    expect((await browser.post('/invitation', { ...form, decision: 'accept' })).status).toBe(403);
    expect((await answer(browser, invited.link, JOIN)).status).toBe(409);
    expect(await stateOf(invited)).toBe('invited');
  });

  it.each<[string, (inviter: number) => Promise<unknown>]>([
    ['was shown out of the company', (inviter) => app.app.get(Members).deactivate(main, inviter)],
    ['was blocked', (inviter) => app.app.get(Users).block(inviter)],
  ])('by the word of somebody who %s, until another sends the invitation again', async (_what, shownOut) => {
    const inviter = await aMember(app, main, { role: 'admin' });
    const invited = await invite(app, await signedIn(app, inviter), main);
    const browser = new Browser(app.url);
    const form = hiddenFields((await browser.get(invited.link)).text);
    await shownOut(inviter.id);
    expect((await browser.post('/invitation', { ...form, ...JOIN })).status).toBe(410);
    expect(titleOf(await browser.get(invited.link))).toBe(GONE);
    expect(await stateOf(invited)).toBe('invited');
    expectStatus(await admin.post(`${users}/${invited.id}/actions/resend_invitation`, {}), 200);
    const { link } = await newestLink(app, invited.email, 2);
    expect((await answer(browser, link, JOIN)).status).toBe(303);
  });

  it('into a company where they are already under another address', async () => {
    const person = await aMember(app, main);
    await app.database.execute(
      "UPDATE members SET email = 'old@x.example', email_key = 'old@x.example' WHERE principal_id = ?",
      [person.id],
    );
    const invited = await invite(app, admin, main, person.email);
    const posted = await answer(await signedInBrowser(app, person), invited.link, { decision: 'accept' });
    expect([posted.status, posted.text.includes('directory of this company already')]).toEqual([409, true]);
    expect(await stateOf(invited)).toBe('invited');
  });

  it('when the administrator withdrew while they read', async () => {
    const invited = await invite(app, admin, main);
    const browser = new Browser(app.url);
    const form = hiddenFields((await browser.get(invited.link)).text);
    expectStatus(await admin.post(`${users}/${invited.id}/actions/withdraw_invitation`, {}), 204);
    const posted = await browser.post('/invitation', { ...form, ...JOIN });
    expect([posted.status, titleOf(posted)]).toEqual([410, GONE]);
    expect(await stateOf(invited)).toBeUndefined();
    expect(await app.app.get(Users).findByEmail(invited.email)).toBeUndefined();
  });
});

describe('an administrator', () => {
  it('sends an invitation again, and only the newest link is good', async () => {
    const invited = await invite(app, admin, main);
    expectStatus(await admin.post(`${users}/${invited.id}/actions/resend_invitation`, {}), 200);
    const newest = await newestLink(app, invited.email, 2);
    expect(titleOf(await new Browser(app.url).get(invited.link))).toBe(GONE);
    expect((await answer(new Browser(app.url), newest.link, JOIN)).status).toBe(303);
  });

  it('fills no mailbox, not by withdrawing and inviting again either', async () => {
    const email = anAddress();
    let { id } = await invite(app, admin, main, email);
    for (let mails = 2; mails <= 5; mails++) {
      if (mails % 2 === 0) expectStatus(await admin.post(`${users}/${id}/actions/resend_invitation`, {}), 200);
      else {
        expectStatus(await admin.post(`${users}/${id}/actions/withdraw_invitation`, {}), 204);
        id = (await invite(app, admin, main, email)).id;
      }
    }
    const refused = await admin.post(`${users}/${id}/actions/resend_invitation`, {});
    expect(outcome(refused)).toEqual([429, 'too_many_invitations']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expectStatus(await admin.post(`${users}/${id}/actions/withdraw_invitation`, {}), 204);
    const user = { email_address: email, last_name: 'B' };
    expect(outcome(await admin.post(users, { user }))).toEqual([429, 'too_many_invitations']);
    await allSent(app);
    expect(await mailsTo(app, email)).toHaveLength(5);
  });

  it('sends again and withdraws what is invited, and nothing else', async () => {
    const member = await aMember(app, main);
    for (const action of ['resend_invitation', 'withdraw_invitation']) {
      expect(outcome(await admin.post(`${users}/${member.id}/actions/${action}`, {}))).toEqual([409, 'not_invited']);
      expect(outcome(await admin.post(`${users}/999999/actions/${action}`, {}))).toEqual([404, 'not_found']);
      const account = await admin.post(`${users}/${app.demo.service_account.id}/actions/${action}`, {});
      expect(outcome(account)).toEqual([409, 'managed_as_service_account']);
    }
  });

  it('alone does so: not members, not those who may only add people, not administrators of other companies', async () => {
    const invited = await invite(app, admin, main);
    const path = `${users}/${invited.id}/actions`;
    const helper = await aMember(app, main, {
      levels: { 'company.directory': 'read_only' },
      actions: { 'company.directory': ['create_users'] },
    });
    const reader = await aMember(app, main, { levels: { 'company.directory': 'read_only' } });
    const [member, outsider] = [await signedIn(app, reader), await as(app, 'outsider')];
    for (const action of ['resend_invitation', 'withdraw_invitation']) {
      expect((await member.post(`${path}/${action}`, {})).status).toBe(403);
      expect((await outsider.post(`${path}/${action}`, {})).status).toBe(404);
    }
    const by = await signedIn(app, helper);
    expect(outcome(await by.post(`${path}/withdraw_invitation`, {}))).toEqual([403, 'insufficient_role']);
    expectStatus(await by.post(`${path}/resend_invitation`, {}), 200);
    expect(await stateOf(invited)).toBe('invited');
  });

  it('puts no header, link or markup into a mail by names', async () => {
    const email = anAddress();
    const name = 'Eve" <evil@example.net>, https://evil.example/ <b>';
    await invite(app, admin, main, email, { last_name: name.slice(0, 100) });
    const [mail] = await mailsTo(app, email);
    expect(Object.keys(mail.headers).filter((header) => ['bcc', 'cc'].includes(header))).toEqual([]);
    expect(mail.headers.to.match(/<[^>]*@[^>]*>/g)?.at(-1)).toBe(`<${email}>`);
    const lf = { email_address: anAddress(), last_name: 'A\r\nBcc: b@example.com' };
    expect((await admin.post(users, { user: lf })).status).toBe(422);
  });

  it.each(['a@example.com,b@example.com', 'ａda@example.com', '"x"@example.com', 'a@example.com>'])(
    'invites nobody at %s, where no mail proves the address',
    async (email_address) => {
      expect((await admin.post(users, { user: { email_address, last_name: 'B' } })).status).toBe(422);
    },
  );

  it('who is refused has mailed nobody', async () => {
    const invited = await invite(app, admin, main);
    const user = { email_address: invited.email, last_name: 'B' };
    expect(outcome(await admin.post(users, { user }))).toEqual([409, 'duplicate_member']);
    await allSent(app);
    expect(await mailsTo(app, invited.email)).toHaveLength(1);
  });

  it('learns the same whether or not there is an account', async () => {
    const person = await aPerson(app);
    const [known, unknown] = await Promise.all(
      [person.email, anAddress()].map((email_address) =>
        admin.post(users, { user: { email_address, last_name: 'Same' } }),
      ),
    );
    const shape = ({ status, body }: Answer): unknown => [
      status,
      { ...body, id: 0, email_address: '', created_at: '', updated_at: '' },
    ];
    expect(shape(known)).toEqual(shape(unknown));
  });
});
