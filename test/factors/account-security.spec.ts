import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { signedInBrowser, titleOf, whoIs } from '../accounts/invited.js';
import { mailsArrived, readable } from '../accounts/mailbox.js';
import { aPerson, type Person } from '../directory/people.js';
import { cliOf } from '../operations/cli.js';
import { Browser, hiddenFields } from '../support/browser.js';
import { type Answer, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import {
  addTotp,
  amrOf,
  aProtectedPerson,
  codeOf,
  codesOn,
  fullySignedIn,
  halfSignedIn,
  keepCodes,
  keyOn,
  type Protected,
  SECURITY,
  verify,
  wrongCode,
} from './a-factor.js';

const NEXT = 'another long one';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(() => app.database.execute('DELETE FROM throttles'));
afterAll(() => app.close());

const rowsOf = async (table: string, { id }: { id: number }): Promise<number> =>
  (await app.database.query(`SELECT user_id FROM ${table} WHERE user_id = ?`, [id])).length;

const subjectsOf = async ({ email }: Person, count: number): Promise<string[]> =>
  (await mailsArrived(app, email, count)).map(({ headers }) => readable(headers.subject));

/** Lets time pass since the last proof. */
const age = ({ id }: { id: number }): Promise<number> =>
  app.database.execute('UPDATE sessions SET authenticated_at = authenticated_at - 601000 WHERE user_id = ?', [id]);

/** What a request gets that follows nothing. */
async function plainly(browser: Browser, path: string, form?: Record<string, string>): Promise<Answer> {
  const cookie = ['gh_browser', 'gh_session'].map((name) => `${name}=${browser.cookie(name) ?? ''}`).join('; ');
  const body = form && new URLSearchParams(form);
  return send(app.url + path, { method: form ? 'POST' : 'GET', headers: { Cookie: cookie }, body });
}

const locationOf = ({ status, headers }: Answer): string => `${status} ${headers.get('location')}`;

const factorIdOn = ({ text }: Answer): string => /name="id" value="([^"]+)"/.exec(text)?.[1] ?? '';

async function remove(browser: Browser): Promise<Answer> {
  const id = factorIdOn(await browser.get(SECURITY));
  const question = await browser.get(`${SECURITY}/remove?id=${id}`);
  return browser.post(`${SECURITY}/remove`, hiddenFields(question.text));
}

describe('adding an authenticator app', () => {
  it('makes the session one of two factors, under a new cookie, shows recovery codes once and tells the owner', async () => {
    const person = await aPerson(app);
    const browser = await signedInBrowser(app, person);
    const before = browser.cookie('gh_session');
    const { answer } = await addTotp(browser, 'My <b>phone</b>');
    expect(titleOf(answer)).toBe('Keep your recovery codes');
    expect(await amrOf(app, person)).toBe('pwd otp mfa');
    expect(browser.cookie('gh_session')).not.toBe(before);
    const codes = await keepCodes(browser, answer);
    expect(new Set(codes).size).toBe(10);
    const page = await browser.get(SECURITY);
    expect(page.text).toContain('My &lt;b&gt;phone&lt;/b&gt;');
    expect(page.text).toContain('You have 10 left.');
    for (const code of codes) expect(page.text).not.toContain(code);
    expect(await subjectsOf(person, 1)).toEqual(['A second factor was added']);
  });

  it('leaves other sessions where they were: of one factor', async () => {
    const person = await aPerson(app);
    const stolen = await signedInBrowser(app, person);
    await addTotp(await signedInBrowser(app, person));
    expect(await whoIs(stolen)).toContain(person.email);
    for (const path of ['/totp', '/recovery-codes', '/password']) {
      expect(locationOf(await plainly(stolen, SECURITY + path))).toContain('303 /sign-in?return_to=%2Faccount');
    }
  });

  it('takes a code that the app shows, and nothing is kept before', async () => {
    const person = await aPerson(app);
    const browser = await signedInBrowser(app, person);
    const page = await browser.get(`${SECURITY}/totp`);
    const key = keyOn(page);
    const refused = await browser.post(`${SECURITY}/totp`, {
      ...hiddenFields(page.text),
      name: 'Phone',
      code: wrongCode(key),
    });
    expect([refused.status, keyOn(refused).equals(key)]).toEqual([422, true]);
    expect(await rowsOf('totp_factors', person)).toBe(0);
    expect((await halfSignedIn(app, person)).browser.cookie('gh_session')).toBeDefined();
  });

  it.each(['', '   ', 'a\u202eb', 'two\r\nlines', 'x'.repeat(81)])('refuses the name %j', async (name) => {
    const person = await aPerson(app);
    const { answer } = await addTotp(await signedInBrowser(app, person), name);
    expect(answer.status).toBe(422);
    expect(await rowsOf('totp_factors', person)).toBe(0);
  });

  it('happens once, however often its form is sent', async () => {
    const person = await aPerson(app);
    const browser = await signedInBrowser(app, person);
    const page = await browser.get(`${SECURITY}/totp`);
    const form = { ...hiddenFields(page.text), name: 'Phone', code: codeOf(keyOn(page)) };
    const answers = await Promise.all(Array.from({ length: 10 }, () => plainly(browser, `${SECURITY}/totp`, form)));
    expect(answers.filter(({ status }) => status !== 303)).toEqual([]);
    expect(await rowsOf('totp_factors', person)).toBe(1);
  });

  it.each([
    ['forged', async () => 'k1.AAAA'],
    ['empty', async () => ''],
    [
      'of somebody else',
      async () => {
        const other = await signedInBrowser(app, await aPerson(app));
        return hiddenFields((await other.get(`${SECURITY}/totp`)).text).draft;
      },
    ],
  ])('begins anew where its key is %s', async (_what, draft) => {
    const person = await aPerson(app);
    const browser = await signedInBrowser(app, person);
    const form = hiddenFields((await browser.get(`${SECURITY}/totp`)).text);
    const fields = { ...form, name: 'Phone', code: '123456', draft: await draft() };
    expect(locationOf(await plainly(browser, `${SECURITY}/totp`, fields))).toBe(`303 ${SECURITY}/totp`);
    expect(await rowsOf('totp_factors', person)).toBe(0);
  });
});

describe('whoever would change what an account is secured by', () => {
  const FORMS = ['/totp', '/recovery-codes', '/password', '/rename', '/remove'];

  it.each(FORMS)('has to be signed in, for %s', async (path) => {
    const stranger = new Browser(app.url);
    expect(locationOf(await plainly(stranger, SECURITY + path, {}))).toContain('303 /sign-in?return_to=%2Faccount');
  });

  it.each(FORMS)('has to send a form of ours, for %s', async (path) => {
    const person = await aProtectedPerson(app);
    const other = await aProtectedPerson(app);
    const foreign = hiddenFields((await other.browser.get(SECURITY)).text);
    for (const form of [{}, foreign]) {
      expect((await plainly(person.browser, SECURITY + path, form)).status).toBe(403);
    }
    expect(await rowsOf('totp_factors', person)).toBe(1);
  });

  it.each(FORMS)('has to prove again who they are after ten minutes, for %s', async (path) => {
    const person = await aProtectedPerson(app);
    const form = hiddenFields((await person.browser.get(SECURITY)).text);
    await age(person);
    const sent = locationOf(await plainly(person.browser, SECURITY + path, form));
    expect(sent).toMatch(/^303 \/sign-in\?return_to=%2Faccount.*&again=1$/);
    expect(await rowsOf('totp_factors', person)).toBe(1);
  });

  it('comes back where they were going when they proved it, with all that they have', async () => {
    const person = await aProtectedPerson(app);
    await age(person);
    const asked = await person.browser.get(`${SECURITY}/password`);
    expect(asked.text).toContain('prove once more that it is you');
    const half = await person.browser.signIn(asked, person);
    expect(titleOf(half)).toBe('One more step');
    expect(titleOf(await person.browser.get(`${SECURITY}/password`))).toBe('Sign in');
    const back = await verify(person.browser, half, { code: codeOf(person.key) });
    expect(titleOf(back)).toBe('Change the password');
  });
});

describe('a session that goes on under another cookie', () => {
  const authTimeOf = async ({ id }: { id: number }): Promise<number> => {
    const sql = 'SELECT authenticated_at AS at FROM sessions WHERE user_id = ? ORDER BY created_at DESC LIMIT 1';
    const [{ at }] = await app.database.query<{ at: number | string }>(sql, [id]);
    return Number(at);
  };

  it('is as old as its proof: adding a factor or changing the password is no new sign-in', async () => {
    const person = await aPerson(app);
    const browser = await signedInBrowser(app, person);
    await app.database.execute('UPDATE sessions SET authenticated_at = authenticated_at - 300000 WHERE user_id = ?', [
      person.id,
    ]);
    const proved = await authTimeOf(person);
    await addTotp(browser);
    expect(await amrOf(app, person)).toBe('pwd otp mfa');
    expect(await authTimeOf(person)).toBe(proved);
    const page = await browser.get(`${SECURITY}/password`);
    const fields = { ...hiddenFields(page.text), current_password: person.password, password: NEXT };
    expect((await browser.post(`${SECURITY}/password`, fields)).text).toContain('The password is changed.');
    expect(await authTimeOf(person)).toBe(proved);
  });

  it('does not pass for the sign-in that an app asked for', async () => {
    const person = await aPerson(app);
    const browser = await signedInBrowser(app, person);
    const { client_id, redirect_uris } = app.demo.clients.web_app;
    const query = { response_type: 'code', client_id, redirect_uri: redirect_uris[0], prompt: 'login' };
    const asked = await browser.get(`/oauth/authorize?${new URLSearchParams(query).toString()}`);
    await addTotp(browser);
    expect(titleOf(await browser.get(hiddenFields(asked.text).return_to))).toBe('Sign in');
  });
});

describe('removing a factor', () => {
  it('is asked about, told by mail, and the password alone is enough again', async () => {
    const person = await aProtectedPerson(app);
    const id = factorIdOn(await person.browser.get(SECURITY));
    const question = await person.browser.get(`${SECURITY}/remove?id=${id}`);
    expect(question.text).toContain('It is your last second factor');
    expect(await rowsOf('totp_factors', person)).toBe(1);
    await remove(person.browser);
    expect(await rowsOf('totp_factors', person)).toBe(0);
    expect(await rowsOf('recovery_codes', person)).toBe(0);
    expect(await subjectsOf(person, 2)).toContain('A second factor was removed');
    expect((await halfSignedIn(app, person)).browser.cookie('gh_session')).toBeDefined();
  });

  it('takes no other’s, and none that is gone', async () => {
    const [person, other] = [await aProtectedPerson(app), await aProtectedPerson(app)];
    const foreign = factorIdOn(await other.browser.get(SECURITY));
    const form = hiddenFields((await person.browser.get(SECURITY)).text);
    for (const id of [foreign, '', 'x', "' OR 1=1 --"]) {
      expect((await plainly(person.browser, `${SECURITY}/remove`, { ...form, id })).status).toBe(404);
      expect((await plainly(person.browser, `${SECURITY}/rename`, { ...form, id, name: 'Mine' })).status).toBe(404);
    }
    expect((await person.browser.get(`${SECURITY}/remove?id=${foreign}`)).status).toBe(404);
    expect(await rowsOf('totp_factors', other)).toBe(1);
  });

  it('keeps recovery codes while another factor is left', async () => {
    const person = await aProtectedPerson(app);
    await addTotp(person.browser, 'Tablet');
    expect(await rowsOf('totp_factors', person)).toBe(2);
    await remove(person.browser);
    expect(await rowsOf('totp_factors', person)).toBe(1);
    expect(await rowsOf('recovery_codes', person)).toBe(10);
  });
});

it('a factor can be renamed', async () => {
  const person = await aProtectedPerson(app);
  const form = hiddenFields((await person.browser.get(SECURITY)).text);
  await person.browser.post(`${SECURITY}/rename`, { ...form, name: 'Old phone' });
  const page = await person.browser.get(SECURITY);
  expect(page.text).toContain('<strong>Old phone</strong>');
  expect((await person.browser.post(`${SECURITY}/rename`, { ...form, name: ' ' })).status).toBe(422);
});

describe('new recovery codes', () => {
  const draft = async ({ browser }: Protected): Promise<Answer> => browser.get(`${SECURITY}/recovery-codes`);
  const keep = ({ browser }: Protected, page: Answer): Promise<Answer> =>
    plainly(browser, `${SECURITY}/recovery-codes`, hiddenFields(page.text));

  it('replace those before when they are kept, not when they are looked at', async () => {
    const person = await aProtectedPerson(app);
    const page = await draft(person);
    expect(codesOn(page)).not.toEqual(person.recovery);
    const first = await halfSignedIn(app, person);
    expect((await verify(first.browser, first.page, { recovery_code: codesOn(page)[0] })).status).toBe(401);
    expect(locationOf(await keep(person, page))).toContain('done=codes');
    expect((await verify(first.browser, first.page, { recovery_code: person.recovery[0] })).status).toBe(401);
    await verify(first.browser, first.page, { recovery_code: codesOn(page)[0] });
    expect(await whoIs(first.browser)).toContain(person.email);
    expect(await subjectsOf(person, 3)).toContain('You have new recovery codes');
  });

  it('come from the page that was kept first: not from another tab, and not from the back button', async () => {
    const person = await aProtectedPerson(app);
    const [one, other] = [await draft(person), await draft(person)];
    expect(locationOf(await keep(person, one))).toContain('done=codes');
    for (const late of [one, other]) {
      expect(locationOf(await keep(person, late))).toBe(`303 ${SECURITY}/recovery-codes`);
    }
    expect(await rowsOf('recovery_codes', person)).toBe(10);
  });

  it('are not left behind where the last factor goes at the same time', async () => {
    const person = await aProtectedPerson(app);
    const { text } = await person.browser.get(SECURITY);
    const page = await draft(person);
    await Promise.all([
      plainly(person.browser, `${SECURITY}/remove`, { ...hiddenFields(text), id: factorIdOn({ text } as Answer) }),
      keep(person, page),
    ]);
    expect([await rowsOf('totp_factors', person), await rowsOf('recovery_codes', person)]).toEqual([0, 0]);
  });

  it('are for people who have a factor', async () => {
    const browser = await signedInBrowser(app, await aPerson(app));
    expect(locationOf(await plainly(browser, `${SECURITY}/recovery-codes`))).toBe(`303 ${SECURITY}`);
  });
});

describe('changing the password', () => {
  const change = async (browser: Browser, current: string, password = NEXT): Promise<Answer> => {
    const page = await browser.get(`${SECURITY}/password`);
    const fields = { ...hiddenFields(page.text), current_password: current, password };
    return browser.post(`${SECURITY}/password`, fields);
  };

  it('ends every other session, stolen ones too, and keeps this one', async () => {
    const person = await aProtectedPerson(app);
    const stolen = await fullySignedIn(app, person);
    const half = await halfSignedIn(app, person);
    const done = await change(person.browser, person.password);
    expect(done.text).toContain('The password is changed.');
    expect(await whoIs(person.browser)).toContain(person.email);
    expect(await whoIs(stolen)).toBeUndefined();
    expect((await half.browser.get('/sign-in/verify')).status).toBe(410);
    expect((await halfSignedIn(app, person)).page.status).toBe(401);
    expect(titleOf((await halfSignedIn(app, { ...person, password: NEXT })).page)).toBe('One more step');
    expect(await subjectsOf(person, 2)).toContain('Your password was changed');
  });

  it.each([
    ['a wrong present one', 'not the password', NEXT, 401],
    ['no present one', '', NEXT, 401],
    ['a present one beyond reason', 'x'.repeat(5_000), NEXT, 401],
    ['a short new one', undefined, 'short', 422],
    ['a new one that everybody tries', undefined, 'password123', 422],
    ['the address in the new one', undefined, 'about PERSON-@demo.test', 422],
  ])('is refused with %s', async (_what, current, next, status) => {
    const person = await aPerson(app);
    const browser = await signedInBrowser(app, person);
    const name = next.replace('PERSON-@demo.test', person.email.toUpperCase());
    const refused = await change(browser, current ?? person.password, name);
    expect([refused.status, refused.text.includes('role="alert"')]).toEqual([status, true]);
    expect((await halfSignedIn(app, person)).browser.cookie('gh_session')).toBeDefined();
  });

  it('happens once where two know the present one: the second does not undo the first', async () => {
    const person = await aPerson(app);
    const browsers = [await signedInBrowser(app, person), await signedInBrowser(app, person)];
    const forms = await Promise.all(
      browsers.map(async (browser, at) => ({
        ...hiddenFields((await browser.get(`${SECURITY}/password`)).text),
        current_password: person.password,
        password: `${NEXT} ${at}`,
      })),
    );
    const ends = await Promise.all(forms.map((form, at) => plainly(browsers[at], `${SECURITY}/password`, form)));
    const changed = ends.map((end) => locationOf(end).endsWith('done=password'));
    expect(changed.filter(Boolean)).toHaveLength(1);
    const password = forms[changed.indexOf(true)].password;
    expect((await halfSignedIn(app, { ...person, password })).browser.cookie('gh_session')).toBeDefined();
  });

  it('stops whoever guesses the present one', async () => {
    const person = await aPerson(app);
    const browser = await signedInBrowser(app, person);
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) statuses.push((await change(browser, 'a wrong guess')).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });
});

describe('the operator’s command for somebody who is locked out', () => {
  it('takes all factors away, ends all sessions, and tells the owner and the trail', async () => {
    const person = await aProtectedPerson(app);
    const half = await halfSignedIn(app, person);
    const done = await cliOf(app, 'user', 'reset-factors', '--email', person.email.toUpperCase());
    expect([done.code, done.text]).toEqual([0, expect.stringContaining('has lost 1 second factor')]);
    expect(await whoIs(person.browser)).toBeUndefined();
    expect((await half.browser.get('/sign-in/verify')).status).toBe(410);
    for (const table of ['totp_factors', 'passkeys', 'recovery_codes', 'recovery_sets']) {
      expect(await rowsOf(table, person)).toBe(0);
    }
    expect((await halfSignedIn(app, person)).browser.cookie('gh_session')).toBeDefined();
    expect(await subjectsOf(person, 2)).toContain('Your second factors were taken away');
    const events = await app.database.query<{ after_state: string }>(
      "SELECT * FROM audit_events WHERE action = 'second_factors.reset' AND subject_id = ?",
      [String(person.id)],
    );
    expect(events).toHaveLength(1);
  });

  it('fails for nobody’s address', async () => {
    const done = await cliOf(app, 'user', 'reset-factors', '--email', 'nobody@demo.test');
    expect([done.code, done.complaints]).toEqual([1, 'There is no account with this e-mail address.']);
  });
});
