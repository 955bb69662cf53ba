import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { CLIENT } from './odd-provider.js';

interface Claims {
  readonly email: string;
  readonly email_verified: boolean;
  readonly name: string;
}

const LIFETIMES = { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 };

/** oidc-provider, a certified OpenID Provider, on loopback: what companies run. People are known by what they type. */
export class RealProvider {
  /** By login. */
  readonly people = new Map<string, Claims>();
  private handler: ReturnType<Provider['callback']>;

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
    private readonly origin: string,
  ) {}

  /** `origin`: where our server is. */
  static async start(origin: string): Promise<RealProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const real = new RealProvider(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, origin);
    real.knows();
    server.on('request', (request, response) => void real.handler(request, response));
    return real;
  }

  /** Registers our client anew, with the redirect URIs that these providers of companies have at our server. */
  knows(...handles: readonly string[]): void {
    const { issuer, origin, people } = this;
    const provider = new Provider(issuer, {
      clients: [
        {
          ...CLIENT,
          redirect_uris: ['none', ...handles].map((handle) => `${origin}/sign-in/sso/${handle}/callback`),
          post_logout_redirect_uris: [`${origin}/sign-in`],
        },
      ],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      cookies: { keys: ['only for tests'] },
      ttl: LIFETIMES,
      findAccount: (_context: unknown, sub: string) => {
        const claims = people.get(sub);
        return claims && { accountId: sub, claims: () => ({ sub, ...claims }) };
      },
    });
    this.handler = provider.callback();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Somebody at a browser who goes through the provider's own pages. */
export async function signInThere(location: string, login: string): Promise<string> {
  const cookies = new Map<string, string>();
  const visit = async (url: string, form?: Record<string, string>): Promise<{ url: string; text: string }> => {
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const next = answer.headers.get('location');
    if (next === null) return { url, text: await answer.text() };
    const target = new URL(next, url);
    return target.origin === new URL(url).origin ? visit(target.href) : { url: target.href, text: '' };
  };
  let at = await visit(location);
  if (!at.text.includes('name="login"')) throw new Error(`No sign-in page: ${at.url} ${at.text.slice(0, 500)}`);
  at = await visit(actionOf(at.text, at.url), { prompt: 'login', login, password: 'anything' });
  if (at.text.includes('value="consent"')) at = await visit(actionOf(at.text, at.url), { prompt: 'consent' });
  return at.url;
}

function actionOf(html: string, url: string): string {
  const [, action] = /<form[^>]* action="([^"]+)"/.exec(html) ?? [];
  if (!action) throw new Error(`No form: ${html.slice(0, 500)}`);
  return new URL(action, url).href;
}
