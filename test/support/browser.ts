import { createHash, randomBytes } from 'node:crypto';
import { type Answer, send } from './http.js';

/** A person at a browser without JavaScript: cookies are kept, forms are read and posted, redirects are followed here. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  /** `sent`: headers of every request, such as the address that a proxy tells. */
  constructor(
    private readonly origin: string,
    private readonly sent: Readonly<Record<string, string>> = {},
  ) {}

  async get(path: string): Promise<Answer> {
    return this.follow(await this.request(path, {}));
  }

  /** Posts a form as the browser would; later redirects on this origin are followed. */
  async post(path: string, form: Record<string, string | string[]>): Promise<Answer> {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(form)) for (const one of [value].flat()) body.append(name, one);
    return this.follow(await this.request(path, { method: 'POST', body }));
  }

  /** Fills in and sends the sign-in form that `page` shows. */
  signIn(page: Answer, user: { email: string; password: string }): Promise<Answer> {
    return this.post('/sign-in', { ...hiddenFields(page.text), email: user.email, password: user.password });
  }

  /** Decides on the consent form that `page` shows. */
  consent(page: Answer, companyIds: readonly number[], decision: 'allow' | 'deny' = 'allow'): Promise<Answer> {
    return this.post('/consent', { ...hiddenFields(page.text), decision, company_ids: companyIds.map(String) });
  }

  cookie(name: string): string | undefined {
    return this.cookies.get(name);
  }

  forget(): void {
    this.cookies.clear();
  }

  private async request(path: string, init: RequestInit): Promise<Answer> {
    const url = new URL(path, this.origin);
    const headers = { ...this.sent, Cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
    const answer = await send(url.href, { ...init, headers });
    for (const cookie of answer.headers.getSetCookie()) this.keep(cookie);
    return answer;
  }

  private async follow(answer: Answer): Promise<Answer> {
    const location = answer.headers.get('location');
    if (!location) return answer;
    const target = new URL(location, this.origin);
    const isOurs = /^\/(sign-in|account)\/?|^\/consent$|^\/$/.test(target.pathname);
    if (!isOurs || location.startsWith('http')) return answer;
    return this.get(target.pathname + target.search);
  }

  private keep(cookie: string): void {
    const [pair] = cookie.split(';');
    const at = pair.indexOf('=');
    if (/max-age=0/i.test(cookie)) this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

const unescape = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** The hidden fields of the first form that has any. */
export function hiddenFields(html: string): Record<string, string> {
  const fields = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
  return Object.fromEntries(fields.map(([, name, value]) => [name, unescape(value)]));
}

export interface Pkce {
  readonly verifier: string;
  readonly challenge: string;
}

export function newPkce(): Pkce {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}
