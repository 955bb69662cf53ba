import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Users } from '../../src/identity/index.js';
import { Browser } from '../support/browser.js';
import { type Answer, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { cookieHeader, cookiesOf, openForm, submit } from './sign-in-form.js';

let app: TestApp;
let url: string;

beforeAll(async () => {
  app = await startApp();
  url = `${app.url}/sign-in`;
});
afterAll(() => app.close());

interface Pair {
  readonly email: string;
  readonly password: string;
}

/** One attempt in a browser of its own; the redirect is not followed. */
async function attempt({ email, password }: Pair, more: Record<string, string> = {}): Promise<Answer> {
  const form = await openForm(url);
  return submit(url, form, { ...form.fields, email, password, ...more });
}

/** Who a browser with these cookies is taken for. */
async function nameOf(cookie: string): Promise<string | undefined> {
  const { text } = await send(app.url, { headers: { Cookie: cookie } });
  return /You are signed in as ([^(]+) \(/.exec(text)?.[1];
}

const member = (): Pair => app.demo.users.member;

let people = 0;

/** Somebody of their own, since many failures slow an account down. */
async function aUser(password: string): Promise<Pair & { id: number }> {
  const email = `signer-${++people}@demo.test`;
  const { id } = await app.app.get(Users).create({ name: `Signer ${people}`, email, password });
  return { id, email, password };
}

describe('e-mail and password', () => {
  it('that belong together begin a session, and the browser goes on by GET', async () => {
    const answer = await attempt(member());
    expect(answer).toMatchObject({ status: 303, text: '' });
    expect(answer.headers.get('location')).toBe('/');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await nameOf(cookieHeader(answer))).toBe('Marco Member');
  });

  it('that do not are refused alike, whatever is wrong with them', async () => {
    const blocked = await aUser('blocked but right');
    await app.app.get(Users).block(blocked.id);
    const known = await aUser('the right password');
    const pairs = [
      { email: known.email, password: 'the wrong password' },
      { email: 'nobody-at-all@demo.test', password: 'the right password' },
      { email: 'no address', password: 'the right password' },
      { email: '', password: '' },
      { email: known.email, password: '' },
      blocked,
    ];
    const pages: string[] = [];
    for (const pair of pairs) {
      const answer = await attempt(pair);
      expect([pair.email, answer.status]).toEqual([pair.email, 401]);
      expect(cookiesOf(answer)).toEqual({});
      expect(answer.text).toContain(`value="${pair.email}"`);
      if (pair.email) pages.push(plain(answer, pair.email));
    }
    expect(new Set(pages).size).toBe(1);
  });

  it('find the account in whatever case and width the e-mail is written', async () => {
    const { email, password } = member();
    for (const spelling of [email.toUpperCase(), ` ${email} `, email.replace('@', '＠')]) {
      expect((await attempt({ email: spelling, password })).status).toBe(303);
    }
  });

  it('fit however a keyboard composes the characters, but blanks and case count', async () => {
    const user = await aUser(' Contrase\u00f1a \u212b ');
    const outcome = async (password: string): Promise<number> => (await attempt({ ...user, password })).status;
    expect(await outcome(' Contrasen\u0303a A\u030a ')).toBe(303);
    expect(await outcome('Contrase\u00f1a \u212b')).toBe(401);
    expect(await outcome(' contrase\u00f1a \u212b ')).toBe(401);
    expect(await outcome(' Contrasena A ')).toBe(401);
  });

  it('may be as long as passwords may be, and longer ones are only wrong', async () => {
    const longest = 'ñ'.repeat(512);
    const user = await aUser(longest);
    expect((await attempt(user)).status).toBe(303);
    for (const password of [`${longest}a`, 'a'.repeat(2_000), '\ufdfa'.repeat(500)]) {
      expect((await attempt({ ...user, password })).status).toBe(401);
    }
    expect((await attempt({ ...user, email: `${'a'.repeat(300)}@demo.test` })).status).toBe(401);
  });

  it('with NULs, halves of characters, or too much of everything are refused before anybody looks', async () => {
    const { email, password } = member();
    const form = await openForm(url);
    expect((await attempt({ email, password: `${password}\0` })).status).toBe(400);
    expect((await attempt({ email: `${email}\0`, password })).status).toBe(400);
    expect((await attempt({ email, password: 'a'.repeat(70_000) })).status).toBe(413);
    const headers = { Cookie: form.cookie, 'Content-Type': 'application/x-www-form-urlencoded' };
    expect((await send(url, { method: 'POST', headers, body: 'email=%ff&password=%ed%a0%80' })).status).toBe(400);
  });

  it('given twice are none', async () => {
    const { email, password } = member();
    const form = await openForm(url);
    const once = Object.entries({ ...form.fields, email, password });
    const answer = await submit(url, form, [...once, ['password', password]]);
    expect([answer.status, Object.keys(cookiesOf(answer))]).toEqual([401, []]);
  });

  it('are never sent back, and what is sent back is text', async () => {
    const email = '"><script>alert(1)</script>';
    const { text } = await attempt({ email, password: 'a-password-to-look-for' });
    expect(text).not.toContain('a-password-to-look-for');
    expect(text).not.toContain('alert(1)<');
    expect(text.match(/<script[^>]*>/g)).toEqual(['<script src="/assets/passkeys.js" defer>']);
    expect(text).toContain('value="&quot;&gt;&lt;script&gt;');
  });
});

/** A page without what differs from one to the next. */
const plain = ({ text }: Answer, email: string): string =>
  text.replaceAll(email, '').replace(/(name="csrf_token" value=")[^"]+/g, '$1');

describe('where to go after signing in', () => {
  it.each(['/', '/sign-out', '/oauth/authorize?request=abc&x=%20y', '/a//b', '/?next=https://evil.example'])(
    'may be %s on this server',
    async (path) => {
      expect((await attempt(member(), { return_to: path })).headers.get('location')).toBe(path);
    },
  );

  it.each([
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    'https://evil.example',
    'https:evil.example',
    'HTTPS://evil.example/',
    'javascript:alert(1)',
    'data:text/html,x',
    '%2f%2fevil.example',
    '@evil.example',
    '.evil.example',
    'evil.example',
    '?a=b',
    '/a\r\nSet-Cookie: gh_session=planted',
    '',
  ])('is the start page where %j was asked for, in the form and after it', async (path) => {
    const form = await openForm(`${url}?return_to=${encodeURIComponent(path)}`);
    expect(form.fields.return_to).toBe('/');
    const answer = await attempt(member(), { return_to: path });
    expect(answer.headers.get('location')).toBe('/');
    expect(Object.keys(cookiesOf(answer)).sort()).toEqual(['gh_device', 'gh_session']);
  });

  it('stays on this server when its escapes are read by somebody else', async () => {
    const answer = await attempt(member(), { return_to: '/%2f%2fevil.example' });
    const target = new URL(answer.headers.get('location') ?? '', app.url);
    expect(target.origin).toBe(app.url);
  });

  it('is the start page where the path is too long to be one', async () => {
    const answer = await attempt(member(), { return_to: `/${'a'.repeat(2_048)}` });
    expect(answer.headers.get('location')).toBe('/');
  });

  it('is nowhere else when it is asked for twice', async () => {
    const form = await openForm(`${url}?return_to=/sign-out&return_to=//evil.example`);
    expect(form.fields.return_to).toBe('/');
  });

  it('is kept while somebody mistypes', async () => {
    const browser = new Browser(app.url);
    const first = await browser.get('/sign-in?return_to=/sign-out');
    const second = await browser.signIn(first, { ...member(), password: 'mistyped' });
    expect(second.status).toBe(401);
    expect((await browser.signIn(second, member())).headers.get('location')).toBe('/sign-out');
  });
});
