import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { signedInBrowser, titleOf, whoIs } from '../accounts/invited.js';
import { mailsArrived, readable } from '../accounts/mailbox.js';
import { aPerson } from '../directory/people.js';
import { Users } from '../../src/identity/index.js';
import { Browser, hiddenFields } from '../support/browser.js';
import { authorize, codeOf as authorizationCodeOf } from '../support/flows.js';
import { type Answer, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import {
  amrOf,
  aProtectedPerson,
  codeOf,
  forgetUsed,
  fullySignedIn,
  halfSignedIn,
  type Protected,
  verify,
  wrongCode,
} from './a-factor.js';

const OVER = 'This sign-in is over';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ TRUSTED_PROXIES: '127.0.0.1' });
});
beforeEach(() => app.database.execute('DELETE FROM throttles'));
afterAll(() => app.close());

const isIn = async (browser: Browser, { email }: { email: string }): Promise<boolean> =>
  (await whoIs(browser))?.includes(email) ?? false;

/** Sends what a browser would, many times at once; nothing is followed. */
async function atOnce(browser: Browser, forms: Record<string, string>[]): Promise<Answer[]> {
  const cookie = ['gh_browser', 'gh_pending'].map((name) => `${name}=${browser.cookie(name) ?? ''}`).join('; ');
  const headers = { Cookie: cookie };
  return Promise.all(
    forms.map((form) =>
      send(`${app.url}/sign-in/verify`, { method: 'POST', body: new URLSearchParams(form), headers }),
    ),
  );
}

const eventsOf = async (action: string, id: number): Promise<number> =>
  (
    await app.database.query('SELECT 1 AS one FROM audit_events WHERE action = ? AND subject_id = ?', [
      action,
      String(id),
    ])
  ).length;

describe('signing out', () => {
  it('ends what waits for a second factor in that browser, too', async () => {
    const person = await aProtectedPerson(app);
    const browser = await fullySignedIn(app, person);
    await forgetUsed(app, person);
    const { page } = await halfSignedIn(app, person, '/sign-in', browser);
    const waiting = browser.cookie('gh_pending') ?? '';
    await browser.post('/sign-out', hiddenFields((await browser.get('/sign-out')).text));
    expect([waiting !== '', browser.cookie('gh_pending')]).toEqual([true, undefined]);
    const form = { ...hiddenFields(page.text), code: codeOf(person.key) };
    const headers = { Cookie: `gh_browser=${browser.cookie('gh_browser') ?? ''}; gh_pending=${waiting}` };
    const body = new URLSearchParams(form);
    const late = await send(`${app.url}/sign-in/verify`, { method: 'POST', body, headers });
    expect([late.status, titleOf(late)]).toEqual([410, OVER]);
  });

  it('takes nothing from a browser whose cookies did not come with the form: another site sent it', async () => {
    const answer = await send(`${app.url}/sign-out`, { method: 'POST', body: new URLSearchParams() });
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([303, []]);
  });
});

describe('somebody with an authenticator app', () => {
  it('is signed in only after password and code, and the session says so', async () => {
    const person = await aProtectedPerson(app);
    const { browser, page } = await halfSignedIn(app, person);
    expect(titleOf(page)).toBe('One more step');
    expect(await isIn(browser, person)).toBe(false);
    expect(browser.cookie('gh_session')).toBeUndefined();
    await verify(browser, page, { code: codeOf(person.key) });
    expect(await isIn(browser, person)).toBe(true);
    expect(await amrOf(app, person)).toBe('pwd otp mfa');
    expect(browser.cookie('gh_pending')).toBeUndefined();
  });

  it('comes back to where they were going, also through an authorization that asks for a new sign-in', async () => {
    const person = await aProtectedPerson(app);
    const { browser, page } = await halfSignedIn(app, person, '/sign-in?return_to=%2Fsign-out');
    const headers = {
      Cookie: `gh_browser=${browser.cookie('gh_browser')}; gh_pending=${browser.cookie('gh_pending')}`,
    };
    const body = new URLSearchParams({ ...hiddenFields(page.text), code: codeOf(person.key) });
    const done = await send(`${app.url}/sign-in/verify`, { method: 'POST', body, headers });
    expect([done.status, done.headers.get('location')]).toEqual([303, '/sign-out']);
    await forgetUsed(app, person);
    const again = await fullySignedIn(app, person);
    const { end } = await authorize(app, app.demo.clients.web_app, person, {
      browser: again,
      parameters: { prompt: 'login' },
    });
    expect(titleOf(end)).toBe('One more step');
    await forgetUsed(app, person);
    const consent = await verify(again, end, { code: codeOf(person.key) });
    expect(authorizationCodeOf(await again.consent(consent, []))).toMatch(/^ghac_/);
  });

  it('may use a recovery code, however they write it, once, and is told by mail', async () => {
    const person = await aProtectedPerson(app);
    const { browser, page } = await halfSignedIn(app, person);
    const [first, second] = person.recovery;
    const written = ` ${first.toUpperCase().replaceAll('0', 'O').replaceAll('1', 'l').replace('-', ' ')} `;
    await verify(browser, page, { recovery_code: written });
    expect(await isIn(browser, person)).toBe(true);
    expect(await amrOf(app, person)).toBe('pwd mfa');
    const mails = await mailsArrived(app, person.email, 2);
    expect(mails.map(({ headers }) => readable(headers.subject))).toContain('A recovery code was used');
    const other = await halfSignedIn(app, person);
    const refused = await verify(other.browser, other.page, { recovery_code: first });
    expect(refused.status).toBe(401);
    await verify(other.browser, refused, { recovery_code: second });
    expect(await isIn(other.browser, person)).toBe(true);
    expect(await eventsOf('recovery_code.used', person.id)).toBe(2);
  });

  it('is asked nothing more of where the password is wrong: nobody learns who has a second factor', async () => {
    const person = await aProtectedPerson(app);
    const plain = await aPerson(app);
    const wrong = async (email: string): Promise<[number, string]> => {
      const { page } = await halfSignedIn(app, { email, password: 'not the password' });
      return [page.status, titleOf(page)];
    };
    expect(await wrong(person.email)).toEqual(await wrong(plain.email));
  });
});

describe('a code', () => {
  it('works once, for whoever of fifty is first', async () => {
    const person = await aProtectedPerson(app);
    const { browser, page } = await halfSignedIn(app, person);
    const form = { ...hiddenFields(page.text), code: codeOf(person.key) };
    const answers = await atOnce(
      browser,
      Array.from({ length: 50 }, () => form),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 303)).toHaveLength(1);
    expect(statuses.filter((status) => ![303, 401, 410, 429].includes(status))).toEqual([]);
    const sessions = await app.database.query("SELECT id FROM sessions WHERE user_id = ? AND amr LIKE '%otp%'", [
      person.id,
    ]);
    expect(sessions).toHaveLength(2);
  });

  it('works once in sign-ins of several browsers too, and so do those before it', async () => {
    const person = await aProtectedPerson(app);
    const code = codeOf(person.key);
    const earlier = codeOf(person.key, -1);
    const first = await halfSignedIn(app, person);
    await verify(first.browser, first.page, { code });
    for (const used of [code, earlier]) {
      const later = await halfSignedIn(app, person);
      expect((await verify(later.browser, later.page, { code: used })).status).toBe(401);
      expect(await isIn(later.browser, person)).toBe(false);
    }
  });

  it.each([
    ['wrong', async (person: Protected) => wrongCode(person.key)],
    ['two steps old', async (person: Protected) => codeOf(person.key, -2)],
    ['of somebody else', async () => codeOf((await aProtectedPerson(app)).key)],
    ['empty', async () => ''],
    ['no number', async () => 'abcdef'],
    ['beyond reason', async () => '1'.repeat(10_000)],
    [
      'that enrolled the app',
      async (person: Protected) => {
        await app.database.execute('UPDATE totp_factors SET last_step = ? WHERE user_id = ?', [
          Math.floor(Date.now() / 30_000) + 2,
          person.id,
        ]);
        return codeOf(person.key);
      },
    ],
  ])('that is %s signs nobody in', async (_what, codeFor) => {
    const person = await aProtectedPerson(app);
    const { browser, page } = await halfSignedIn(app, person);
    const refused = await verify(browser, page, { code: await codeFor(person) });
    expect([refused.status, refused.text.includes('role="alert"')]).toEqual([401, true]);
    expect(await isIn(browser, person)).toBe(false);
  });

  it('of somebody else’s recovery set signs nobody in', async () => {
    const [person, other] = [await aProtectedPerson(app), await aProtectedPerson(app)];
    const { browser, page } = await halfSignedIn(app, person);
    for (const code of [other.recovery[0], '', 'x'.repeat(10_000), '00000-00000']) {
      expect((await verify(browser, page, { recovery_code: code })).status).toBe(401);
    }
  });

  it('for recovery works once, for whoever of fifty is first, and no other is used up', async () => {
    const person = await aProtectedPerson(app);
    const { browser, page } = await halfSignedIn(app, person);
    const hidden = hiddenFields(page.text);
    const forms = Array.from({ length: 50 }, (_, at) => ({ ...hidden, recovery_code: person.recovery[at % 2] }));
    const statuses = (await atOnce(browser, forms)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 303)).toHaveLength(1);
    expect(statuses.filter((status) => ![303, 401, 410, 429].includes(status))).toEqual([]);
    const left = await app.database.query('SELECT hash FROM recovery_codes WHERE user_id = ?', [person.id]);
    expect(left).toHaveLength(9);
  });
});

describe('a sign-in that waits for its second factor', () => {
  const dead: [string, (person: Protected, browser: Browser) => Promise<unknown>][] = [
    [
      'ran out',
      async () => app.database.execute(`UPDATE pending_sign_ins SET expires_at = ${app.database.dialect.now}`),
    ],
    ['is older than a change of the password', ({ id }) => app.app.get(Users).changePassword(id, 'another long one')],
    ['is of somebody blocked', ({ id }) => app.app.get(Users).block(id)],
    [
      'is of somebody who was blocked meanwhile',
      async ({ id }) => (await app.app.get(Users).block(id), app.app.get(Users).unblock(id)),
    ],
    ['was replaced in another tab', (person, browser) => halfSignedIn(app, person, '/sign-in', browser)],
  ];

  it.each(dead)('and %s leads nowhere', async (_what, kill) => {
    const person = await aProtectedPerson(app);
    const { browser, page } = await halfSignedIn(app, person);
    await kill(person, browser);
    const posted = await verify(browser, page, { code: codeOf(person.key) });
    expect([posted.status, titleOf(posted)]).toEqual([410, OVER]);
    expect(await isIn(browser, person)).toBe(false);
  });

  it('is over after it was completed: for the back button, and for a copy of its cookie', async () => {
    const person = await aProtectedPerson(app);
    const { browser, page } = await halfSignedIn(app, person);
    const cookie = browser.cookie('gh_pending') ?? '';
    await verify(browser, page, { code: codeOf(person.key) });
    await forgetUsed(app, person);
    expect(titleOf(await verify(browser, page, { code: codeOf(person.key) }))).toBe(OVER);
    const headers = { Cookie: `gh_pending=${cookie}; gh_browser=${browser.cookie('gh_browser')}` };
    expect((await send(`${app.url}/sign-in/verify`, { headers })).status).toBe(410);
  });

  it('belongs to its browser, whose cookies nobody else has, and to forms of this site', async () => {
    const person = await aProtectedPerson(app);
    const { browser, page } = await halfSignedIn(app, person);
    const stranger = new Browser(app.url);
    expect((await stranger.get('/sign-in/verify')).status).toBe(410);
    expect((await verify(stranger, page, { code: codeOf(person.key) })).status).toBe(403);
    const { pending } = hiddenFields(page.text);
    expect((await browser.post('/sign-in/verify', { pending, code: codeOf(person.key) })).status).toBe(403);
    const other = await halfSignedIn(app, await aProtectedPerson(app));
    const mixed = { ...hiddenFields(other.page.text), pending, code: codeOf(person.key) };
    expect((await other.browser.post('/sign-in/verify', mixed)).status).toBe(410);
    expect(await isIn(other.browser, person)).toBe(false);
  });

  it.each([undefined, '', 'x', 'a'.repeat(43), '%00'])('is not opened by the cookie %j', async (cookie) => {
    const headers = { Cookie: cookie === undefined ? '' : `gh_pending=${cookie}` };
    expect((await send(`${app.url}/sign-in/verify`, { headers })).status).toBe(410);
  });

  it('leaves nothing that signs in in the database', async () => {
    const person = await aProtectedPerson(app);
    const { browser } = await halfSignedIn(app, person);
    const rows: unknown[] = [];
    for (const table of ['pending_sign_ins', 'totp_factors', 'recovery_codes', 'recovery_sets']) {
      rows.push(...(await app.database.query(`SELECT * FROM ${table}`)));
    }
    const dump = JSON.stringify(rows);
    expect(dump).not.toContain(browser.cookie('gh_pending'));
    expect(dump).not.toContain(person.key.toString('base64').slice(0, 20));
    for (const code of person.recovery) expect(dump).not.toContain(code.replace('-', ''));
  });
});

describe('whoever guesses second factors', () => {
  it('gets five attempts for a sign-in and ten for an account, and the owner hears of it once', async () => {
    const person = await aProtectedPerson(app);
    const guess = async (attempts: number): Promise<number[]> => {
      const { browser, page } = await halfSignedIn(app, person);
      const statuses: number[] = [];
      for (let i = 0; i < attempts; i++) {
        statuses.push((await verify(browser, page, { code: wrongCode(person.key) })).status);
      }
      return statuses;
    };
    expect(await guess(6)).toEqual([401, 401, 401, 401, 401, 429]);
    expect(await guess(5)).toEqual([401, 401, 401, 401, 401]);
    expect(await guess(1)).toEqual([429]);
    expect(await eventsOf('second_factor.guessing_stopped', person.id)).toBe(1);
    const mails = await mailsArrived(app, person.email, 2);
    expect(mails.map(({ headers }) => readable(headers.subject))).toContain('Somebody knows your password');
  });

  it('closes nothing to the owner in a browser that the account knows', async () => {
    const person = await aProtectedPerson(app);
    for (let sign = 0; sign < 3; sign++) {
      const { browser, page } = await halfSignedIn(app, person);
      for (let i = 0; i < 5; i++) await verify(browser, page, { code: wrongCode(person.key) });
    }
    await person.browser.post('/sign-out', hiddenFields((await person.browser.get('/sign-out')).text));
    const { browser, page } = await halfSignedIn(app, person, '/sign-in', person.browser);
    await verify(browser, page, { code: codeOf(person.key) });
    expect(await isIn(browser, person)).toBe(true);
  });

  it('is stopped in the end, however many browsers of theirs the account knows', async () => {
    const person = await aProtectedPerson(app);
    const known: Browser[] = [];
    for (let i = 0; i < 4; i++) known.push(await fullySignedIn(app, person));
    const statuses: number[] = [];
    for (const browser of [...known, ...known]) {
      const { page } = await halfSignedIn(app, person, '/sign-in', browser);
      for (let i = 0; i < 5; i++) statuses.push((await verify(browser, page, { code: wrongCode(person.key) })).status);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(30);
  });

  it('is told when to come back', async () => {
    const person = await aProtectedPerson(app);
    const { browser, page } = await halfSignedIn(app, person);
    let refused = page;
    for (let i = 0; i < 6; i++) refused = await verify(browser, page, { code: wrongCode(person.key) });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.text).toContain('too many wrong codes');
  });
});

it('somebody without a second factor signs in as before', async () => {
  const person = await aPerson(app);
  expect(await isIn(await signedInBrowser(app, person), person)).toBe(true);
  expect(await amrOf(app, person)).toBe('pwd');
});
