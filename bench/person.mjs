/** Somebody who is signed in and has consented: what W3 and W4 begin with. */
import { createHash, randomBytes } from 'node:crypto';

const hiddenFields = (html) =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(([, name, value]) => [
      name,
      value.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"'),
    ]),
  );

export class Person {
  #cookies = new Map();

  constructor(origin, demo, { user = 'member', client = 'web_app', scope } = {}) {
    this.origin = origin;
    this.demo = demo;
    this.user = demo.users[user];
    this.client = demo.clients[client];
    this.scope = scope;
  }

  get headers() {
    return { Cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  }

  authorizePath(challenge) {
    const { client_id, redirect_uris } = this.client;
    const query = new URLSearchParams({ response_type: 'code', client_id, redirect_uri: redirect_uris[0], state: 's' });
    query.set('code_challenge', challenge);
    query.set('code_challenge_method', 'S256');
    if (this.scope) query.set('scope', this.scope);
    return `/oauth/authorize?${query}`;
  }

  /** The address at which the client gets its answer. */
  async consent(verifier = 'x') {
    const { email, password } = this.user;
    const signIn = await this.#go(this.authorizePath(createHash('sha256').update(verifier).digest('base64url')));
    const consent = await this.#go('/sign-in', { ...hiddenFields(signIn), email, password });
    const company_ids = String(this.demo.companies.main.id);
    return this.#go('/consent', { ...hiddenFields(consent), decision: 'allow', company_ids });
  }

  /** An access token of the client, which has no secret. */
  async token() {
    const code_verifier = randomBytes(32).toString('base64url');
    const code = new URL(await this.consent(code_verifier)).searchParams.get('code');
    const { client_id, redirect_uris } = this.client;
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      client_id,
      code_verifier,
      redirect_uri: redirect_uris[0],
    });
    const answer = await fetch(`${this.origin}/oauth/token`, { method: 'POST', body });
    return (await answer.json()).access_token;
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
    if (location?.startsWith('/')) return this.#go(location);
    return location ?? answer.text();
  }
}
