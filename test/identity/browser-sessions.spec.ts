import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Users } from '../../src/identity/index.js';
import { hiddenFields } from '../support/browser.js';
import { type Answer, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { cookieHeader, cookiesOf, openForm, type OpenForm, submit } from './sign-in-form.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

interface Pair {
  readonly email: string;
  readonly password: string;
}

/** Signs somebody in, in a new browser or one with cookies. */
async function signIn(person: Pair, cookie?: string, on: TestApp = app): Promise<Answer> {
  const form = await openForm(`${on.url}/sign-in`, cookie ? { Cookie: cookie } : {});
  const { email, password } = person;
  const answer = await submit(`${on.url}/sign-in`, form, { ...form.fields, email, password });
  expect(answer.status).toBe(303);
  return answer;
}

const sessionOf = async (person: Pair): Promise<string> =>
  `gh_session=${cookiesOf(await signIn(person)).gh_session.value}`;

/** The start page as a browser with these cookies sees it. */
const home = (cookie: string): Promise<Answer> => send(app.url, { headers: { Cookie: cookie } });

async function isSignedIn(cookie: string): Promise<boolean> {
  return (await home(cookie)).text.includes('action="/sign-out"');
}

let people = 0;

/** Somebody with a session of their own. */
async function somebody(): Promise<Pair & { id: number; cookie: string }> {
  const person = { email: `guest-${++people}@demo.test`, password: `long enough ${people}` };
  const { id } = await app.app.get(Users).create({ name: 'Guest', ...person });
  return { ...person, id, cookie: await sessionOf(person) };
}

describe('the cookie of a session', () => {
  it('is kept from scripts and from posts of other sites, and names no host', async () => {
    const { gh_session, gh_device } = cookiesOf(await signIn(app.demo.users.member));
    expect(gh_session.attributes).toEqual(['httponly', 'max-age=604800', 'path=/', 'samesite=lax']);
    expect(gh_device.attributes).toEqual(['httponly', 'max-age=31536000', 'path=/', 'samesite=lax']);
    expect(gh_session.value).toMatch(/^[0-9A-Za-z]{43,}$/);
    const { gh_browser } = cookiesOf((await openForm(`${app.url}/sign-in`)).page);
    expect(gh_browser.attributes).toEqual(['httponly', 'path=/', 'samesite=lax']);
  });

  it('comes from https only and can be set by no other host, where the issuer is https', async () => {
    const secure = await startApp({ ISSUER: 'https://gatehouse.example' });
    try {
      const form = await openForm(`${secure.url}/sign-in`);
      const set = { ...cookiesOf(form.page), ...cookiesOf(await signIn(secure.demo.users.member, undefined, secure)) };
      expect(Object.keys(set).sort()).toEqual(['__Host-gh_browser', '__Host-gh_device', '__Host-gh_session']);
      for (const { attributes } of Object.values(set)) {
        expect(attributes).toEqual(expect.arrayContaining(['httponly', 'path=/', 'samesite=lax', 'secure']));
        expect(attributes.join()).not.toContain('domain');
      }
      expect(form.page.headers.get('strict-transport-security')).toBe('max-age=63072000; includeSubDomains');
      const plain = await send(secure.url, {
        headers: { Cookie: `gh_session=${set['__Host-gh_session'].value}` },
      });
      expect(plain.text).not.toContain('action="/sign-out"');
    } finally {
      await secure.close();
    }
  });

  it('is kept nowhere: the database knows its keyed hash', async () => {
    const value = (await somebody()).cookie.split('=')[1];
    const rows = await app.database.query('SELECT * FROM sessions');
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(value);
    const [{ hash }] = await app.database.query<{ hash: string }>('SELECT hash FROM sessions');
    expect(await isSignedIn(`gh_session=${hash}`)).toBe(false);
  });

  it.each(['', 'a', 'a'.repeat(43), 'a'.repeat(5_000), "' OR 1=1 --", '%00', 'é'])(
    'is worth nothing when it is made up, such as %.20j',
    async (value) => {
      const answer = await home(`gh_session=${encodeURI(value)}`);
      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain('action="/sign-out"');
    },
  );
});

describe('signing in', () => {
  it('gives a new session, so that one planted before is worth nothing', async () => {
    const attacker = await somebody();
    const answer = await signIn(app.demo.users.member, attacker.cookie);
    const fresh = cookiesOf(answer).gh_session.value;
    expect(`gh_session=${fresh}`).not.toBe(attacker.cookie);
    expect((await home(`gh_session=${fresh}`)).text).toContain('Marco Member');
    expect(await isSignedIn(attacker.cookie)).toBe(false);
  });

  it('takes no session cookie that it did not give', async () => {
    const planted = 'P'.repeat(43);
    const answer = await signIn(app.demo.users.member, `gh_session=${planted}`);
    expect(cookiesOf(answer).gh_session.value).not.toBe(planted);
    expect(await isSignedIn(`gh_session=${planted}`)).toBe(false);
  });

  it('again in the same browser ends the session before, and no other', async () => {
    const person = await somebody();
    const elsewhere = await sessionOf(person);
    const again = cookieHeader(await signIn(person, person.cookie));
    expect(await Promise.all([person.cookie, elsewhere, again].map(isSignedIn))).toEqual([false, true, true]);
  });
});

describe('signing out', () => {
  const formOf = async (cookie: string): Promise<OpenForm> => openForm(`${app.url}/sign-out`, { Cookie: cookie });

  it('ends the session, also for a copy of its cookie, and clears the cookie', async () => {
    const { cookie } = await somebody();
    const form = await formOf(cookie);
    const answer = await submit(`${app.url}/sign-out`, form, form.fields);
    expect(answer).toMatchObject({ status: 303, text: '' });
    expect(answer.headers.get('location')).toBe('/sign-in');
    const { gh_session } = cookiesOf(answer);
    expect(gh_session.value).toBe('');
    expect(gh_session.attributes).toEqual(['httponly', 'max-age=0', 'path=/', 'samesite=lax']);
    expect(await isSignedIn(cookie)).toBe(false);
  });

  it('ends no other session of the same person', async () => {
    const person = await somebody();
    const elsewhere = await sessionOf(person);
    const form = await formOf(elsewhere);
    await submit(`${app.url}/sign-out`, form, form.fields);
    expect([await isSignedIn(person.cookie), await isSignedIn(elsewhere)]).toEqual([true, false]);
  });

  it('does not happen by a link, nor without the token of this session', async () => {
    const [{ cookie }, stranger] = [await somebody(), await somebody()];
    await formOf(cookie);
    const strange = await formOf(stranger.cookie);
    const forged: Record<string, string>[] = [{}, { csrf_token: '' }, { csrf_token: 'a.b' }, strange.fields];
    for (const fields of forged) {
      const answer = await submit(`${app.url}/sign-out`, { cookie }, fields);
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('This form is no longer valid');
      expect(cookiesOf(answer)).toEqual({});
    }
    expect(await isSignedIn(cookie)).toBe(true);
  });

  it('works from the start page as well', async () => {
    const { cookie } = await somebody();
    const fields = hiddenFields((await home(cookie)).text);
    expect((await submit(`${app.url}/sign-out`, { cookie }, fields)).status).toBe(303);
    expect(await isSignedIn(cookie)).toBe(false);
  });

  it('of nobody leads to the sign-in page', async () => {
    const answer = await submit(`${app.url}/sign-out`, { cookie: 'gh_session=gone' }, {});
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in']);
  });
});

describe('a session is over', () => {
  const HOUR = 3_600_000;
  const setSession = (userId: number, column: string, hoursAgo: number): Promise<number> =>
    app.database.execute(`UPDATE sessions SET ${column} = ${app.database.dialect.now} - ? WHERE user_id = ?`, [
      hoursAgo * HOUR,
      userId,
    ]);

  it('at its end', async () => {
    const { id, cookie } = await somebody();
    await setSession(id, 'expires_at', -0.01);
    expect(await isSignedIn(cookie)).toBe(true);
    await setSession(id, 'expires_at', 0);
    expect(await isSignedIn(cookie)).toBe(false);
  });

  it('after twelve hours without use, which every use puts off', async () => {
    const { id, cookie } = await somebody();
    for (const time of ['once', 'twice']) {
      await setSession(id, 'last_seen_at', 11.9);
      expect([time, await isSignedIn(cookie)]).toEqual([time, true]);
    }
    const [{ last }] = await app.database.query<{ last: number }>(
      `SELECT ${app.database.dialect.now} - last_seen_at AS last FROM sessions WHERE user_id = ?`,
      [id],
    );
    expect(Number(last)).toBeLessThan(HOUR);
    await setSession(id, 'last_seen_at', 12.1);
    expect(await isSignedIn(cookie)).toBe(false);
  });

  it('a week after it began, however much it is used', async () => {
    const { id } = await somebody();
    const [{ life }] = await app.database.query<{ life: number }>(
      'SELECT expires_at - created_at AS life FROM sessions WHERE user_id = ?',
      [id],
    );
    expect(Number(life)).toBe(7 * 24 * HOUR);
  });

  it('when the person gets a new password, or is blocked, and stays so', async () => {
    const [one, two] = [await somebody(), await somebody()];
    await app.app.get(Users).changePassword(one.id, 'another long one');
    await app.app.get(Users).block(two.id);
    await app.app.get(Users).unblock(two.id);
    expect([await isSignedIn(one.cookie), await isSignedIn(two.cookie)]).toEqual([false, false]);
    await expect(sessionOf(one)).rejects.toThrow();
    expect(await isSignedIn(await sessionOf(two))).toBe(true);
  });
});
