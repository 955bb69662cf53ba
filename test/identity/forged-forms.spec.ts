import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { cookieHeader, cookiesOf, openForm, type OpenForm, submit } from './sign-in-form.js';

let app: TestApp;
let url: string;

beforeAll(async () => {
  app = await startApp();
  url = `${app.url}/sign-in`;
});
afterAll(() => app.close());

/** Sends the right e-mail and password, in a browser with these cookies and with this token. */
function post(cookie: string, token: string | undefined): Promise<Answer> {
  const { email, password } = app.demo.users.member;
  return submit(
    url,
    { cookie },
    { email, password, return_to: '/', ...(token !== undefined && { csrf_token: token }) },
  );
}

function expectForgery(answer: Answer): void {
  expect(answer.status).toBe(403);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.text).toContain('This form is no longer valid');
  expect(answer.text).toContain('href="/"');
  expect(cookiesOf(answer)).toEqual({});
}

describe('the form for signing in', () => {
  let form: OpenForm;
  let token: string;

  beforeAll(async () => {
    form = await openForm(url);
    token = form.fields.csrf_token;
  });

  it('is taken from the browser that it was given to, any number of times', async () => {
    for (let count = 0; count < 3; count++) expect((await post(form.cookie, token)).status).toBe(303);
  });

  it('has another token each time it is shown, and all of them are good', async () => {
    const again = await openForm(url, { Cookie: form.cookie });
    expect(again.fields.csrf_token).not.toBe(token);
    expect(cookiesOf(again.page)).toEqual({});
    expect((await post(form.cookie, again.fields.csrf_token)).status).toBe(303);
    expect((await post(form.cookie, token)).status).toBe(303);
  });

  it('is refused without its token', async () => {
    for (const none of [undefined, '']) expectForgery(await post(form.cookie, none));
  });

  it('is refused without the cookie of the browser', async () => {
    expectForgery(await post('', token));
  });

  it('is refused from another browser, whichever of the two is the attacker’s', async () => {
    const other = await openForm(url);
    expectForgery(await post(other.cookie, token));
    expectForgery(await post(form.cookie, other.fields.csrf_token));
  });

  it('is refused with a browser id that the server did not give, since no token belongs to it', async () => {
    for (const id of ['', 'a', 'x'.repeat(22), '__proto__']) expectForgery(await post(`gh_browser=${id}`, token));
  });

  it('is refused with a token that was changed in any way', async () => {
    const [nonce, mac] = token.split('.');
    const changed = [
      nonce,
      mac,
      `${nonce}.`,
      `.${mac}`,
      `${nonce}.${mac}.${mac}`,
      `${nonce}.${mac} `,
      `${nonce}.${mac.slice(0, -1)}`,
      `${nonce.slice(1)}x.${mac}`,
      `${nonce}.${mac.startsWith('A') ? 'B' : 'A'}${mac.slice(1)}`,
      token.toLowerCase(),
    ].filter((text) => text !== token);
    for (const text of changed) expectForgery(await post(form.cookie, text));
  });

  it('is refused with the token given twice, or in the URL alone', async () => {
    const { email, password } = app.demo.users.member;
    const once = Object.entries({ email, password, csrf_token: token });
    expectForgery(await submit(url, form, [...once, ['csrf_token', token]]));
    expectForgery(await submit(`${url}?csrf_token=${token}`, form, { email, password }));
  });

  it('is refused with the token of a form for something else', async () => {
    const cookie = cookieHeader(await post(form.cookie, token));
    const signOut = await openForm(`${app.url}/sign-out`, { Cookie: `${form.cookie}; ${cookie}` });
    expect(signOut.fields.csrf_token).toMatch(/^\w+\.[\w-]+$/);
    expectForgery(await post(form.cookie, signOut.fields.csrf_token));
    const crossed = await submit(`${app.url}/sign-out`, { cookie: `${form.cookie}; ${cookie}` }, { csrf_token: token });
    expectForgery(crossed);
  });

  it('in another encoding needs its token as well', async () => {
    const { email, password } = app.demo.users.member;
    const headers = { Cookie: form.cookie, 'Content-Type': 'application/json' };
    const postJson = (body: object): Promise<Answer> =>
      send(url, { method: 'POST', headers, body: JSON.stringify(body) });
    expectForgery(await postJson({ email, password }));
    expectForgery(await postJson({ email, password, csrf_token: [token] }));
    expectForgery(await postJson([email, password, token]));
  });

  it('is not looked at, so that a forged one costs the account no attempt', async () => {
    for (let count = 0; count < 12; count++) {
      const { email } = app.demo.users.developer;
      const forged = await submit(url, form, { email, password: 'wrong', csrf_token: 'none' });
      expect(forged.status).toBe(403);
    }
    const { email, password } = app.demo.users.developer;
    expect((await submit(url, form, { email, password, csrf_token: token })).status).toBe(303);
  });
});
