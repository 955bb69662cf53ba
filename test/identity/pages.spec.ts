import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { cookieHeader, openForm, submit } from './sign-in-form.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const POLICY = {
  'default-src': "'none'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
  'base-uri': "'none'",
};

const HEADERS = {
  'cache-control': 'no-store',
  'content-type': 'text/html; charset=utf-8',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

const policyOf = ({ headers }: Answer): Record<string, string> =>
  Object.fromEntries(
    (headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
      const [name, ...sources] = directive.split(' ');
      return [name, sources.join(' ')] as const;
    }),
  );

/** What browsers do with passkeys, they do by script alone: one file of ours, on pages that use them. */
const SCRIPT = '<script src="/assets/passkeys.js" defer></script>';
const WITH_SCRIPT = { ...POLICY, 'script-src': "'self'", 'connect-src': "'self'" };

function expectPage(answer: Answer): void {
  const sent = Object.keys(HEADERS).map((name) => [name, answer.headers.get(name)]);
  expect(Object.fromEntries(sent)).toEqual(HEADERS);
  expect(policyOf(answer)).toEqual(answer.text.includes(SCRIPT) ? WITH_SCRIPT : POLICY);
  expect(answer.text.replace(SCRIPT, '')).not.toMatch(/<script|\son\w+=|style="|javascript:/i);
}

/** Every page that this server shows, with its status. */
async function pages(): Promise<[string, number, Answer][]> {
  const { email, password } = app.demo.users.member;
  const form = await openForm(`${app.url}/sign-in`);
  const post = (fields: Record<string, string>): Promise<Answer> => submit(`${app.url}/sign-in`, form, fields);
  const session = cookieHeader(await post({ ...form.fields, email, password }));
  const get = (path: string, cookie = ''): Promise<Answer> => send(app.url + path, { headers: { Cookie: cookie } });
  return [
    ['start', 200, await get('/')],
    ['start, signed in', 200, await get('/', session)],
    ['sign-in', 200, form.page],
    ['sign-in, signed in', 200, await get('/sign-in', session)],
    ['sign-in, wrong', 401, await post({ ...form.fields, email, password: 'wrong' })],
    ['sign-in, forged', 403, await post({ email, password })],
    ['sign-out', 200, await get('/sign-out')],
    ['sign-out, signed in', 200, await get('/sign-out', session)],
    ['authorize, unknown client', 400, await get('/oauth/authorize?client_id=nobody')],
  ];
}

describe('every page', () => {
  it('runs no scripts but one of ours, is framed by nobody, kept by nobody, and tells nobody where one came from', async () => {
    for (const [name, status, answer] of await pages()) {
      expect([name, answer.status]).toEqual([name, status]);
      expectPage(answer);
    }
  });

  it('is in English unless Spanish is preferred, says so, and is whole', async () => {
    const languages: [string | undefined, string][] = [
      [undefined, 'en'],
      ['es', 'es'],
      ['es-MX,es;q=0.9,en;q=0.8', 'es'],
      ['en-GB,es;q=0.9', 'en'],
      ['fr,es;q=0.5', 'es'],
      ['fr', 'en'],
      ['es;q=0', 'en'],
      ['es;q=7', 'en'],
      ['*', 'en'],
      [',;q=,;;', 'en'],
      ['es'.repeat(4_000), 'en'],
    ];
    for (const [header, language] of languages) {
      for (const path of ['/', '/sign-in', '/sign-out']) {
        const answer = await send(app.url + path, { headers: header ? { 'Accept-Language': header } : {} });
        expect([header, answer.status, /<html lang="(\w+)"/.exec(answer.text)?.[1]]).toEqual([header, 200, language]);
        expect(answer.text).not.toMatch(/undefined|\{\w+\}/);
      }
    }
  });

  it('refuses in the language of the reader', async () => {
    const form = await openForm(`${app.url}/sign-in`);
    const inSpanish = (fields: Record<string, string>): Promise<Answer> =>
      submit(`${app.url}/sign-in`, form, fields, { 'Accept-Language': 'es' });
    expect((await inSpanish({})).text).toContain('Este formulario ya no es válido');
    expect((await inSpanish({ ...form.fields, email: 'a@b.test', password: 'wrong' })).text).toContain('no coinciden');
  });

  it('speaks the language that the person chose, whatever the browser prefers', async () => {
    const { id, email, password } = app.demo.users.developer;
    await app.database.execute("UPDATE users SET locale = 'es' WHERE principal_id = ?", [id]);
    const form = await openForm(`${app.url}/sign-in`);
    const cookie = cookieHeader(await submit(`${app.url}/sign-in`, form, { ...form.fields, email, password }));
    const { text } = await send(app.url, { headers: { Cookie: cookie, 'Accept-Language': 'en' } });
    expect(text).toContain('Cerrar sesión');
  });

  it('is answered to HEAD as to GET, without its body', async () => {
    for (const path of ['/', '/sign-in', '/sign-out', '/assets/gatehouse.css']) {
      const [get, head] = [await send(app.url + path), await send(app.url + path, { method: 'HEAD' })];
      expect([path, head.status, head.text]).toEqual([path, 200, '']);
      for (const name of [...Object.keys(HEADERS), 'content-security-policy']) {
        expect([path, name, head.headers.get(name)]).toEqual([path, name, get.headers.get(name)]);
      }
    }
  });

  it('is for no other origin, not even one that a client lists', async () => {
    for (const path of ['/', '/sign-in', '/sign-out', '/consent', '/oauth/authorize?client_id=nobody']) {
      for (const method of ['GET', 'OPTIONS', 'POST']) {
        const { headers } = await send(app.url + path, {
          method,
          headers: { Origin: 'http://localhost:9999', 'Access-Control-Request-Method': 'POST' },
        });
        const cors = [...headers].filter(([name]) => name.startsWith('access-control-'));
        expect([method, path, cors]).toEqual([method, path, []]);
      }
    }
  });

  it('is at one address and by its own methods only', async () => {
    const answers = await Promise.all([
      send(`${app.url}/sign-in/`),
      send(`${app.url}/Sign-In`),
      send(`${app.url}/sign-in`, { method: 'PUT' }),
      send(`${app.url}/sign-out`, { method: 'DELETE' }),
      send(`${app.url}/rest/v1.0/sign-in`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(404));
  });
});

describe('the style sheet', () => {
  it('is, with one script, the only thing that pages load, and loads nothing itself', async () => {
    const page = await send(`${app.url}/sign-in`);
    const loaded = [...page.text.matchAll(/<link[^>]+href="([^"]+)"|\ssrc="([^"]+)"/g)].map(
      ([, href, src]) => href ?? src,
    );
    const [path, ...rest] = loaded.filter((source) => !source.startsWith('data:'));
    expect(rest).toEqual(['/assets/passkeys.js']);
    const script = await send(new URL(rest[0], app.url).href);
    expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
    expect(script.headers.get('x-content-type-options')).toBe('nosniff');
    expect(script.text).not.toMatch(/https?:|eval|innerHTML|import\b/);
    const sheet = await send(new URL(path, app.url).href);
    expect(sheet.status).toBe(200);
    expect(sheet.headers.get('content-type')).toMatch(/^text\/css/);
    expect(sheet.headers.get('x-content-type-options')).toBe('nosniff');
    expect(sheet.text).not.toMatch(/@import|url\((?!['"]?data:)/);
  });
});
