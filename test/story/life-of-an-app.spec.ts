import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventWords } from '../../src/console/audit/event-words.js';
import { fieldWords } from '../../src/console/audit/state-fields.js';
import * as oauth from 'openid-client';
import { Webhook } from 'standardwebhooks';
import { UsageMeter } from '../../src/usage/index.js';
import { walk } from '../clients/person.js';
import { managementToken } from '../support/flows.js';
import { send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { LOCAL } from '../webhooks/hooks.js';
import { Receiver } from '../webhooks/receiver.js';
import type { Api } from './api.js';
import { GeneratedClient } from './generated-client.js';
import {
  type Credentials,
  type Plot,
  promotedAndRequested,
  registered,
  type Stage,
  stoppedAndBack,
  subscribed,
  trailOf,
  upgraded,
  used,
  watchedAndNarrowed,
} from './life-of-an-app.js';

let app: TestApp;
let client: GeneratedClient;
let stage: Stage;
let company: Receiver;
let developer: Receiver;

const CALLBACK = 'http://localhost:9999/callback';
const EVERYTHING = 'tools:admin apps:manage app_installations:manage directory:manage audit:read';

const calling = (token: string): Promise<Api<unknown>> => client.calling(app.url, token);

type Person = 'admin' | 'member' | 'developer';

const signedIn = async (person: Person, companies: number[]): Promise<Api<unknown>> =>
  calling(await managementToken(app, app.demo.users[person], EVERYTHING, companies));

const discovered = ({ client_id, client_secret }: Credentials): Promise<oauth.Configuration> =>
  oauth.discovery(new URL(app.demo.base_url), client_id, client_secret, undefined, {
    algorithm: 'oauth2',
    execute: [oauth.allowInsecureRequests],
  });

async function asApp(credentials: Credentials): Promise<Api<unknown>> {
  const { access_token } = await oauth.clientCredentialsGrant(await discovered(credentials));
  return calling(access_token);
}

async function asMemberThrough(credentials: Credentials): Promise<Api<unknown>> {
  const configuration = await discovered(credentials);
  const [pkceCodeVerifier, expectedState] = [oauth.randomPKCECodeVerifier(), oauth.randomState()];
  const url = oauth.buildAuthorizationUrl(configuration, {
    redirect_uri: CALLBACK,
    code_challenge: await oauth.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
  });
  const back = await walk(app, url, { user: app.demo.users.member, companies: [stage.main] });
  const tokens = await oauth.authorizationCodeGrant(configuration, back, { pkceCodeVerifier, expectedState });
  return calling(tokens.access_token);
}

/** What webhooks tell of an event of the audit trail. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  'installation.created': ['app.installed'],
  'installation.upgraded': ['app.upgraded', 'app.permissions_changed'],
  'installation.permitted_projects_changed': ['app.permissions_changed'],
  'installation.narrowed': ['app.permissions_changed'],
  'installation.suspended': ['app.suspended'],
  'installation.resumed': ['app.resumed'],
  'installation.uninstalled': ['app.uninstalled'],
  'installation.reinstalled': ['app.installed'],
  'installation_request.raised': ['installation_request.created'],
  'installation_request.approved': ['installation_request.answered'],
};

const toldOf = (action: string): readonly string[] => TOLD[action] ?? [`nothing of ${action}`];
/** Who asks for an app is the company's affair. */
const isAsked = (action: string): boolean => action.startsWith('installation_request.');

/** Waits until all of it has arrived, in whatever order, and signed. */
async function hears(receiver: Receiver, secret: string, told: readonly string[]): Promise<void> {
  for (const type of new Set(told)) await receiver.until(type, told.filter((one) => one === type).length);
  expect(receiver.arrivals.map(({ body }) => body.type as string).sort()).toEqual([...told].sort());
  const webhook = new Webhook(secret);
  for (const { text, headers } of receiver.arrivals) expect(() => webhook.verify(text, headers)).not.toThrow();
}

const MONTH = 31 * 24 * 3_600_000;

async function aMonthLater(installation: number): Promise<void> {
  const { database } = app;
  await app.app.get(UsageMeter).flush();
  const [today, then] = [0, MONTH].map((ago) => new Date(Date.now() - ago).toISOString().slice(0, 10));
  await database.execute('UPDATE api_usage SET day = day - ?, id = REPLACE(id, ?, ?)', [
    MONTH,
    ...[today, then].map((date) => date.replaceAll('-', '')),
  ]);
  await database.execute(
    'UPDATE app_installations SET installed_at = installed_at - ?, upgraded_at = upgraded_at - ? WHERE id = ?',
    [MONTH, MONTH, installation],
  );
  await database.execute("UPDATE audit_events SET created_at = created_at - ? WHERE subject_type = 'installation'", [
    MONTH,
  ]);
}

beforeAll(async () => {
  app = await startApp(LOCAL);
  [company, developer] = [await Receiver.start(), await Receiver.start()];
  client = await GeneratedClient.of((await send(`${app.url}/openapi.json`)).body);
  const { main } = app.demo.companies;
  const { tower, bridge } = app.demo.projects;
  stage = {
    developer: await signedIn('developer', []),
    admin: await signedIn('admin', [main.id]),
    member: await signedIn('member', [main.id]),
    main: main.id,
    tower: tower.id,
    bridge: bridge.id,
    asApp,
    asMemberThrough,
    hooks: { company: company.url, developer: developer.url },
    aMonthLater,
    developerIn: (company) => signedIn('developer', [company]),
  };
});
afterAll(async () => {
  await app.close();
  await Promise.all([company.stop(), developer.stop()]);
});

async function fieldsOfEvents(): Promise<Set<string>> {
  const events = await app.database.query<{ before_state: string | null; after_state: string | null }>(
    'SELECT before_state, after_state FROM audit_events WHERE company_id IS NOT NULL',
  );
  const states = events.flatMap((event) => [event.before_state, event.after_state]);
  return new Set(states.flatMap((state) => Object.keys(JSON.parse(state ?? '{}') as object)));
}

it('the client that a public generator makes of the OpenAPI document compiles, and the story with it', async () => {
  expect(await client.faults()).toBe('');
});

it('an app lives its whole life as the documents say, and audit trail and webhooks tell the same', async () => {
  const first = await registered(stage);
  const secrets = await subscribed(stage, first.app);
  const plot: Plot = { ...first, ...(await promotedAndRequested(stage, first.app)) };
  await used(stage, plot);
  await upgraded(stage, plot);
  await watchedAndNarrowed(stage, plot);
  await stoppedAndBack(stage, plot);
  const trail = await trailOf(stage, plot);
  await hears(company, secrets.company, trail.flatMap(toldOf));
  await hears(developer, secrets.developer, trail.filter((action) => !isAsked(action)).flatMap(toldOf));
  for (const action of trail) expect(eventWords(action, 'en')).not.toBe(action);
  for (const field of await fieldsOfEvents()) expect(fieldWords(field, 'en')).not.toBe(field);
});
