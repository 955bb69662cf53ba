import { Browser, newPkce } from './browser.js';
import { type Answer, postForm } from './http.js';
import type { TestApp } from './start-app.js';

interface ClientFacts {
  readonly client_id: string;
  readonly client_secret?: string;
  readonly redirect_uris?: readonly string[];
}

interface UserFacts {
  readonly email: string;
  readonly password: string;
}

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly scope: string;
}

/** `POST /oauth/token`. */
export const tokenRequest = ({ url }: TestApp, form: Record<string, string>): Promise<Answer> =>
  postForm(`${url}/oauth/token`, form);

/** A token by client credentials. */
export async function clientToken(
  app: TestApp,
  client: ClientFacts,
  more: Record<string, string> = {},
): Promise<string> {
  const answer = await tokenRequest(app, { grant_type: 'client_credentials', ...credentials(client), ...more });
  if (answer.status !== 200) throw new Error(`No token: ${answer.status} ${answer.text}`);
  return answer.body.access_token as string;
}

export const credentials = ({ client_id, client_secret }: ClientFacts): Record<string, string> => ({
  client_id,
  ...(client_secret && { client_secret }),
});

export interface AuthorizeOptions {
  readonly companies?: readonly number[];
  readonly scope?: string;
  readonly redirectUri?: string;
  readonly browser?: Browser;
  readonly parameters?: Record<string, string>;
  readonly decision?: 'allow' | 'deny';
}

/** Walks a person through sign-in and consent; the redirect (or page) at the end, and the verifier that goes with it. */
export async function authorize(
  app: TestApp,
  client: ClientFacts,
  user: UserFacts,
  options: AuthorizeOptions = {},
): Promise<{ end: Answer; verifier: string; redirectUri: string }> {
  const browser = options.browser ?? new Browser(app.url);
  const pkce = newPkce();
  const redirectUri = options.redirectUri ?? client.redirect_uris?.[0] ?? '';
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: redirectUri,
    state: 'some state',
    code_challenge: pkce.challenge,
    code_challenge_method: 'S256',
    ...(options.scope && { scope: options.scope }),
    ...options.parameters,
  });
  let page = await browser.get(`/oauth/authorize?${query.toString()}`);
  if (page.text.includes('name="password"')) page = await browser.signIn(page, user);
  const end = page.text.includes('name="decision"')
    ? await browser.consent(page, options.companies ?? [app.demo.companies.main.id], options.decision)
    : page;
  return { end, verifier: pkce.verifier, redirectUri };
}

/** The `code` of the redirect at the end of an authorization. */
export function codeOf(end: Answer): string {
  const code = new URL(end.headers.get('location') ?? 'http://none').searchParams.get('code');
  if (!code) throw new Error(`No code: ${end.status} ${end.headers.get('location')} ${end.text.slice(0, 500)}`);
  return code;
}

/** A user's tokens, by the whole authorization code flow with PKCE. */
export async function userTokens(
  app: TestApp,
  client: ClientFacts,
  user: UserFacts,
  options: AuthorizeOptions = {},
): Promise<Tokens> {
  const { end, verifier, redirectUri } = await authorize(app, client, user, options);
  const answer = await tokenRequest(app, {
    grant_type: 'authorization_code',
    code: codeOf(end),
    redirect_uri: redirectUri,
    code_verifier: verifier,
    ...credentials(client),
  });
  if (answer.status !== 200) throw new Error(`No tokens: ${answer.status} ${answer.text}`);
  return answer.body as Tokens;
}

/** A token of the docs page's first-party client, which alone may carry management scopes. */
export async function managementToken(
  app: TestApp,
  user: UserFacts,
  scope: string,
  companies?: readonly number[],
): Promise<string> {
  const all = companies ?? Object.values(app.demo.companies).map(({ id }) => id);
  const { demo } = app;
  const mine = user === demo.users.admin ? all : (companies ?? []);
  return (await userTokens(app, demo.clients.swagger, user, { scope, companies: mine })).access_token;
}
