/** Somebody who is signed in and has consented: what W3 and W4 begin with. */
import { createHash } from 'node:crypto';

const hiddenFields = (html) =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(([, name, value]) => [
      name,
      value.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"'),
    ]),
  );

export class Person {
  #cookies = new Map();

  constructor(origin, demo) {
    this.origin = origin;
    this.demo = demo;
  }

  get headers() {
    return { Cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  }

  authorizePath(challenge) {
    const { client_id, redirect_uris } = this.demo.clients.web_app;
    const query = new URLSearchParams({ response_type: 'code', client_id, redirect_uri: redirect_uris[0], state: 's' });
    query.set('code_challenge', challenge);
    query.set('code_challenge_method', 'S256');
    return `/oauth/authorize?${query}`;
  }

  async consent() {
    const { email, password } = this.demo.users.member;
    const signIn = await this.#go(this.authorizePath(createHash('sha256').update('x').digest('base64url')));
    const consent = await this.#go('/sign-in', { ...hiddenFields(signIn), email, password });
    const company_ids = String(this.demo.companies.main.id);
    await this.#go('/consent', { ...hiddenFields(consent), decision: 'allow', company_ids });
  }

  async #go(path, form) {
    const body = form && new URLSearchParams(form);
    const method = form ? 'POST' : 'GET';
    const answer = await fetch(this.origin + path, { method, body, headers: this.headers, redirect: 'manual' });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
      this.#cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    return location?.startsWith('/') ? this.#go(location) : answer.text();
  }
}
