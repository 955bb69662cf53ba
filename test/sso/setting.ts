import { TxtRecords } from '../../src/sso/index.js';
import { allSent, mailsOf } from '../accounts/mailbox.js';
import { type Api, expectStatus } from '../apps/api.js';
import { Browser } from '../support/browser.js';
import type { Answer } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { DnsServer } from './dns-server.js';
import { CLIENT, type Known, type OddProvider } from './odd-provider.js';

/** Providers of tests are on loopback, which is nothing that one sends to unless it is named. */
export const LOCAL = { OUTBOUND_NETWORKS: '127.0.0.0/8' };

export interface SsoApp extends TestApp {
  readonly dns: DnsServer;
}

/** The program, with a DNS of its own. */
export async function startSso(environment: NodeJS.ProcessEnv = {}): Promise<SsoApp> {
  const [app, dns] = await Promise.all([startApp({ ...LOCAL, ...environment }), DnsServer.start()]);
  app.app.get(TxtRecords).resolver.setServers([dns.address]);
  const close = async (): Promise<void> => {
    await app.close();
    await dns.stop();
  };
  return { ...app, dns, close };
}

export interface Registered {
  readonly id: number;
  readonly path: string;
  readonly handle: string;
}

/** Registers a provider with a company. */
export async function register(
  admin: Api,
  companyId: number,
  issuer: string,
  settings: Record<string, unknown> = {},
): Promise<Registered> {
  const all = `/companies/${companyId}/identity_providers`;
  const body = { name: 'Northwind ID', issuer, ...CLIENT, ...settings };
  const { id, sign_in_url } = expectStatus(await admin.post(all, body), 201).body as {
    id: number;
    sign_in_url: string;
  };
  return { id, path: `${all}/${id}`, handle: sign_in_url.split('/').at(-1) ?? '' };
}

let count = 0;

/** A domain that nobody has yet. */
export const freshDomain = (): string => `northwind-${++count}.example`;

/** Proves a domain by the DNS; the id of its entry. */
export async function proveDomain(app: SsoApp, admin: Api, { path }: Registered, domain: string): Promise<number> {
  const added = expectStatus(await admin.post(`${path}/domains`, { domain }), 201).body as {
    id: number;
    txt_record: { name: string; value: string };
  };
  app.dns.records.set(added.txt_record.name, ['v=spf1 -all', added.txt_record.value]);
  expectStatus(await admin.post(`${path}/domains/${added.id}/actions/verify`), 200);
  return added.id;
}

/** Begins at our server; where the provider is asked. */
export async function begin(browser: Browser, { handle }: Registered, returnTo = '/'): Promise<string> {
  const query = new URLSearchParams({ return_to: returnTo });
  const answer = await browser.get(`/sign-in/sso/${handle}/start?${query.toString()}`);
  return answer.headers.get('location') ?? '';
}

/** The path of the callback in which a way through a provider ends. */
export const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url);
  return pathname + search;
};

/** The whole way, of somebody whom the provider knows; the page at its end. */
export async function come(
  browser: Browser,
  registered: Registered,
  provider: OddProvider,
  person: Known,
): Promise<Answer> {
  return browser.get(pathOf(provider.authorize(await begin(browser, registered), person)));
}

export const newBrowser = (app: TestApp): Browser => new Browser(app.url);

/** How much there is of everything that a refused sign-in must not leave behind. */
export async function traces(app: TestApp): Promise<Record<string, number>> {
  await allSent(app);
  const { database } = app;
  const tables = ['users', 'members', 'linked_identities', 'sessions', 'sso_sessions', 'audit_events'];
  const counts = await Promise.all(
    tables.map((table) => database.query<{ n: number | string }>(`SELECT COUNT(*) AS n FROM ${table}`)),
  );
  const mails = (await mailsOf(app)).length;
  return { mails, ...Object.fromEntries(tables.map((table, at) => [table, Number(counts[at][0].n)])) };
}
