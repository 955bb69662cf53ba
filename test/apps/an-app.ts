import { Marketplace } from '../../src/apps/index.js';
import type { TestApp } from '../support/start-app.js';
import { type Api, expectStatus } from './api.js';

/** A credential set as the API shows it when it is made. */
export interface OpenedClient {
  readonly client_id: string;
  readonly client_secret: string | null;
  readonly environment: string;
}

export interface AnApp {
  readonly id: number;
  readonly uid: string;
  readonly path: string;
  readonly sandbox: OpenedClient;
  readonly sandbox_company_id: number;
}

let count = 0;

export const CALLBACK = 'https://connector.example.com/callback';

/** A sound body of `POST /apps`. */
export const appFields = (fields: object = {}): object => ({
  name: `Field Reports ${++count}`,
  description: 'Sends RFIs to the field.',
  redirect_uris: [CALLBACK],
  ...fields,
});

/** Registers an app. */
export async function anApp(developer: Api, fields: object = {}): Promise<AnApp> {
  const { sandbox_client, ...app } = expectStatus(await developer.post('/apps', appFields(fields)), 201).body;
  return { ...app, path: `/apps/${app.id}`, sandbox: sandbox_client };
}

/** One that may run as a service account. */
export const aServiceApp = (developer: Api): Promise<AnApp> =>
  anApp(developer, { grant_types: ['authorization_code', 'refresh_token', 'client_credentials'] });

export const USER_APP = { components: ['user'] };

export const CONNECTOR = {
  components: ['user', 'service_account'],
  permissions: { company: { directory: 'readonly' }, project: { rfis: 'standard' } },
};

/** What a company approves for {@link CONNECTOR}. */
export const CONNECTOR_PERMISSIONS = { 'company.directory': 'read_only', 'project.rfis': 'standard' };

/** Drafts a version. */
export async function aDraft(
  developer: Api,
  app: AnApp,
  version = '1.0.0',
  manifest: object = USER_APP,
): Promise<string> {
  expectStatus(await developer.post(`${app.path}/versions`, { version, manifest }), 201);
  return `${app.path}/versions/${version}`;
}

/** Drafts a version and sends it to testing; `sandbox_version_key` installs it. */
export async function aTestedVersion(
  developer: Api,
  app: AnApp,
  version = '1.0.0',
  manifest: object = USER_APP,
): Promise<string> {
  const path = await aDraft(developer, app, version, manifest);
  expectStatus(await developer.post(`${path}/test`), 200);
  return path;
}

export interface Promoted {
  readonly sandbox_version_key: string;
  readonly production_version_key: string;
  readonly production_client: OpenedClient | null;
}

/** A version that production companies can install. */
export async function aPromotedVersion(
  developer: Api,
  app: AnApp,
  version = '1.0.0',
  manifest: object = USER_APP,
): Promise<Promoted> {
  const path = await aTestedVersion(developer, app, version, manifest);
  return expectStatus(await developer.post(`${path}/promote`, { release_notes: 'New.' }), 200).body;
}

/** As the operator does on the command line: whoever knows the app's id can install it then. */
export const listInMarketplace = ({ app }: TestApp, { uid }: AnApp): Promise<boolean> => app.get(Marketplace).list(uid);
