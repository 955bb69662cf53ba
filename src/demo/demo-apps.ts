import type { INestApplicationContext } from '@nestjs/common';
import { Apps, AppVersions, Marketplace, type NewApp, VersionPromotion } from '../apps/index.js';
import { OUT_OF_BAND } from '../clients/index.js';
import type { DemoClient } from './demo-facts.js';

const ORIGIN = 'http://localhost:9999';
const CALLBACK = `${ORIGIN}/callback`;
const VERSION = '1.0.0';

type ManifestBody = Parameters<AppVersions['create']>[2]['manifest'];

interface DemoApp {
  readonly name: string;
  readonly client: NewApp['client'];
  readonly manifest: ManifestBody;
}

const base = { profile: 'compatible' as const, allowedOrigins: [ORIGIN] };

const CONNECTOR: ManifestBody = {
  components: ['user', 'service_account'],
  permissions: { company: { directory: 'readonly' }, project: { rfis: 'standard' } },
};

/** What companies say of where their data goes. */
const CONNECTED: ManifestBody['configuration'] = {
  schema: {
    type: 'object',
    properties: {
      destination: {
        type: 'string',
        format: 'uri',
        title: 'Destination',
        description: 'The address to which new requests for information are sent.',
      },
      rhythm: { type: 'string', enum: ['hourly', 'daily', 'weekly'], title: 'How often' },
      attachments: { type: 'boolean', title: 'With attachments' },
    },
    required: ['destination', 'rhythm'],
  },
  company: true,
};

/** The apps of demo.md. */
const APPS = {
  web_app: {
    name: 'Site Web App',
    client: {
      ...base,
      type: 'confidential',
      grantTypes: ['authorization_code', 'refresh_token'],
      redirectUris: [CALLBACK, OUT_OF_BAND],
      postLogoutRedirectUris: [`${ORIGIN}/signed-out`],
    },
    manifest: { components: ['user'] },
  },
  native_app: {
    name: 'Site Native App',
    client: {
      ...base,
      type: 'public',
      grantTypes: ['authorization_code', 'refresh_token'],
      redirectUris: ['http://127.0.0.1/callback'],
      defaultScopes: ['tools:write'],
    },
    manifest: { components: ['user'] },
  },
  data_connector: {
    name: 'Data Connector',
    client: {
      ...base,
      type: 'confidential',
      grantTypes: ['authorization_code', 'refresh_token', 'client_credentials'],
      redirectUris: [CALLBACK],
    },
    manifest: { ...CONNECTOR, configuration: CONNECTED },
  },
  not_installed: {
    name: 'Not Installed Yet',
    client: {
      ...base,
      type: 'confidential',
      grantTypes: ['authorization_code', 'refresh_token', 'client_credentials'],
      redirectUris: [CALLBACK],
    },
    manifest: CONNECTOR,
  },
} satisfies Record<string, DemoApp>;

export type DemoApps = Readonly<Record<keyof typeof APPS, DemoClient>>;

/** Registers, tests and promotes the demo's apps, as their developer would, and lists them, as an operator would. */
export async function seedApps(app: INestApplicationContext, developerId: number): Promise<DemoApps> {
  const clients: Partial<Record<keyof typeof APPS, DemoClient>> = {};
  for (const key of Object.keys(APPS) as (keyof typeof APPS)[])
    clients[key] = await publish(app, APPS[key], developerId);
  return clients as DemoApps;
}

async function publish(app: INestApplicationContext, demo: DemoApp, developerId: number): Promise<DemoClient> {
  const details = { name: demo.name, description: 'Part of the demo.', publisher: 'Demo Developers', website: null };
  const { app: registered } = await app.get(Apps).create({ ...details, client: demo.client }, developerId);
  const version = { version: VERSION, manifest: demo.manifest, release_notes: null };
  await app.get(AppVersions).create(registered.id, developerId, version);
  await app.get(AppVersions).test(registered.id, developerId, VERSION);
  const promoted = await app.get(VersionPromotion).promote(registered.id, developerId, VERSION, 'First release.');
  if (!promoted.production) throw new Error('The first promotion makes the production client.');
  await app.get(Marketplace).list(registered.uid);
  const { client, secret } = promoted.production;
  return {
    app_id: registered.id,
    client_id: client.clientId,
    ...(secret && { client_secret: secret.secret }),
    redirect_uris: client.redirectUris,
    allowed_origins: client.allowedOrigins,
    version_key: promoted.version.productionKey ?? '',
  };
}
