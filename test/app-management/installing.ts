import { type Api, expectStatus } from '../apps/api.js';
import {
  type AnApp,
  anApp,
  aPromotedVersion,
  aServiceApp,
  CONNECTOR,
  CONNECTOR_PERMISSIONS,
  type OpenedClient,
  type Promoted,
} from '../apps/an-app.js';

/** A promoted app with its production credential, as an integration holds it. */
export interface PromotedApp {
  readonly app: AnApp;
  readonly version: Promoted;
  readonly client: { readonly client_id: string; readonly client_secret: string; readonly redirect_uris: string[] };
}

const credentialsOf = (client: OpenedClient | null): PromotedApp['client'] => {
  if (!client) throw new Error('The first promotion makes the production client.');
  const { redirect_uris } = client as unknown as { redirect_uris: string[] };
  return { client_id: client.client_id, client_secret: client.client_secret ?? '', redirect_uris };
};

/** An app that runs as a service account and asks for RFIs and the directory. */
export async function aConnector(developer: Api, manifest: object = CONNECTOR): Promise<PromotedApp> {
  const app = await aServiceApp(developer);
  const version = await aPromotedVersion(developer, app, '1.0.0', manifest);
  return { app, version, client: credentialsOf(version.production_client) };
}

/** An app for signed-in users, which asks for nothing. */
export async function aUserApp(developer: Api, manifest?: object): Promise<PromotedApp> {
  const app = await anApp(developer);
  const version = await aPromotedVersion(developer, app, '1.0.0', manifest);
  return { app, version, client: credentialsOf(version.production_client) };
}

export const selected = (...project_ids: number[]): object => ({ mode: 'selected', project_ids });

/** The body that installs a connector. */
export const connectorTerms = ({ version }: PromotedApp, ...projects: number[]): object => ({
  version_key: version.production_version_key,
  approved_permissions: CONNECTOR_PERMISSIONS,
  permitted_projects: selected(...projects),
});

export interface Installed {
  readonly id: number;
  readonly service_account_id: number | null;
}

/** Installs by `POST /companies/{id}/app_installations`. */
export async function install(admin: Api, companyId: number, body: object): Promise<Installed> {
  return expectStatus(await admin.post(`/companies/${companyId}/app_installations`, body), 201).body;
}

/** A connector that is installed with these permitted projects. */
export async function anInstalledConnector(
  developer: Api,
  admin: Api,
  companyId: number,
  ...projects: number[]
): Promise<PromotedApp & Installed> {
  const connector = await aConnector(developer);
  return { ...connector, ...(await install(admin, companyId, connectorTerms(connector, ...projects))) };
}
