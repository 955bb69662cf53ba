import { expect } from '@jest/globals';
import { as, expectStatus } from '../apps/api.js';
import { anApp } from '../apps/an-app.js';
import { anAccount } from '../service-accounts/accounts.js';
import { Browser, hiddenFields } from '../support/browser.js';
import { authorize, clientToken, codeOf, credentials, tokenRequest } from '../support/flows.js';
import { call, send } from '../support/http.js';
import type { TestApp } from '../support/start-app.js';

const OUT_OF_BAND = 'urn:ietf:wg:oauth:2.0:oob';
const COOKIES = ['gh_session', 'gh_device', 'gh_browser'];

/** Secrets by what they are. */
export class Secrets extends Map<string, string> {
  keep(name: string, secret: unknown): string {
    if (typeof secret !== 'string' || secret.length < 12) throw new Error(`No ${name}: ${String(secret)}`);
    this.set(`${name} ${this.size}`, secret);
    return secret;
  }

  keepTokens(name: string, { body }: { readonly body: { access_token: string; refresh_token?: string } }): void {
    this.keep(`access token ${name}`, body.access_token);
    if (body.refresh_token) this.keep(`refresh token ${name}`, body.refresh_token);
  }
}

/** The secrets of the demo. */
export function keepDemo({ demo }: TestApp, secrets: Secrets): void {
  for (const { email, password } of Object.values(demo.users)) secrets.keep(`password of ${email}`, password);
  for (const client of [...Object.values(demo.clients), demo.service_account]) {
    if ('client_secret' in client) secrets.keep(`secret of ${client.client_id}`, client.client_secret);
  }
}

/** Somebody signs in and connects an app: cookies, form tokens, codes, tokens, a refresh, a code left over. */
export async function connect(app: TestApp, secrets: Secrets): Promise<void> {
  const { web_app } = app.demo.clients;
  const browser = new Browser(app.url);
  for (const kind of ['redeemed', 'left over']) {
    const { end, verifier, redirectUri } = await authorize(app, web_app, app.demo.users.admin, { browser });
    const code = secrets.keep(`code ${kind}`, codeOf(end));
    if (kind === 'left over') break;
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
    const tokens = await tokenRequest(app, { ...form, ...credentials(web_app) });
    secrets.keepTokens('of the code', tokens);
    const { refresh_token } = tokens.body;
    secrets.keepTokens('of the refresh', await refresh(app, refresh_token));
  }
  for (const name of COOKIES) secrets.keep(name, browser.cookie(name));
}

const refresh = (app: TestApp, refresh_token: string) =>
  tokenRequest(app, { grant_type: 'refresh_token', refresh_token, ...credentials(app.demo.clients.web_app) });

/** Somebody is signed in by OpenID Connect, refreshes and leaves: what proves that is nowhere to be found. */
export async function signInToAnApp(app: TestApp, secrets: Secrets): Promise<void> {
  const { web_app } = app.demo.clients;
  const browser = new Browser(app.url);
  const asked = { browser, scope: 'openid email', companies: [] };
  const { end, verifier, redirectUri } = await authorize(app, web_app, app.demo.users.member, asked);
  const form = { grant_type: 'authorization_code', code: codeOf(end), redirect_uri: redirectUri };
  const tokens = await tokenRequest(app, { ...form, code_verifier: verifier, ...credentials(web_app) });
  secrets.keepTokens('of a sign-in', tokens);
  secrets.keep('ID token', tokens.body.id_token);
  const refreshed = await refresh(app, tokens.body.refresh_token);
  secrets.keep('ID token of a refresh', refreshed.body.id_token);
  const hint = new URLSearchParams({ id_token_hint: refreshed.body.id_token as string });
  expectStatus(await browser.get(`/oauth/logout?${hint.toString()}`), 200);
}

/** The pages of somebody without a callback. */
export async function copyTheCode(app: TestApp, secrets: Secrets): Promise<void> {
  const { web_app } = app.demo.clients;
  const browser = new Browser(app.url);
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: web_app.client_id,
    redirect_uri: OUT_OF_BAND,
    prompt: 'consent',
  });
  const page = await browser.get(`/oauth/authorize?${query.toString()}`);
  secrets.keep('form token of the sign-in page', hiddenFields(page.text).csrf_token);
  const consent = await browser.signIn(page, app.demo.users.admin);
  secrets.keep('form token of the consent page', hiddenFields(consent.text).csrf_token);
  const end = await browser.consent(consent, [app.demo.companies.main.id]);
  secrets.keep('out-of-band code', /<code id="authorization_code"[^>]*>([^<]+)</.exec(end.text)?.[1]);
}

/** Everything that shows a secret once, also where the answer is kept to be repeated. */
export async function makeClients(app: TestApp, secrets: Secrets): Promise<void> {
  const [admin, developer] = [await as(app, 'admin'), await as(app, 'developer')];
  secrets.keep('management token', admin.token);
  const company = app.demo.companies.main.id;
  const account = await anAccount(admin, company);
  secrets.keep('secret of an account', account.client_secret);
  secrets.keep('token of an account', await clientToken(app, account));
  const rotated = await call(`${app.url}/rest/v1.0${account.path}/secrets`, admin.token, {
    method: 'POST',
    json: { overlap_seconds: 3_600 },
    headers: { 'Idempotency-Token': 'rotate-once' },
  });
  secrets.keep('rotated secret', expectStatus(rotated, 201).body.client_secret);
  const hooks = `/companies/${company}/webhooks`;
  const body = { url: 'https://hooks.example.com/', event_types: ['app.suspended'] };
  const hook = expectStatus(await admin.post(hooks, body), 201).body as { id: number; secret: string };
  secrets.keep('secret of a webhook', hook.secret);
  const next = expectStatus(await admin.post(`${hooks}/${hook.id}/secrets`, {}), 201).body as { secret: string };
  secrets.keep('rotated secret of a webhook', next.secret);
  secrets.keep('secret of an app', (await anApp(developer)).sandbox.client_secret);
}

/** Where mistakes carry a secret to: error paths are where logs leak. */
export async function makeMistakes(app: TestApp, secrets: Secrets): Promise<void> {
  const { web_app } = app.demo.clients;
  const token = await clientToken(app, app.demo.service_account);
  secrets.keep('token in a URL', token);
  const typo = secrets.keep('password in the wrong field', `${app.demo.users.member.password}x`);
  const browser = new Browser(app.url);
  await browser.signIn(await browser.get('/sign-in'), { email: typo, password: `${typo}y` });
  const json = { 'Content-Type': 'application/json' };
  const broken = `{"client_secret": "${web_app.client_secret}" "refresh_token": ${web_app.client_secret}`;
  const answers = [
    await send(`${app.url}/rest/v1.0/me?access_token=${token}`),
    await send(`${app.url}/oauth/token/info?access_token=${token}`),
    await send(`${app.url}/oauth/token?client_secret=${web_app.client_secret}`, { method: 'POST' }),
    await send(`${app.url}/oauth/token`, { method: 'POST', headers: json, body: broken }),
    await send(`${app.url}/oauth/token`, { method: 'POST', headers: json, body: `"${token}"` }),
    await call(`${app.url}/rest/v1.0/me`, `${token}%00${token}`),
  ];
  for (const { status } of answers) expect([status >= 400, status < 500]).toEqual([true, true]);
}
