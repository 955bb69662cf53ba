import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { ConfigurationStore, Installations } from '../app-management/index.js';
import { AuditTrail } from '../audit/index.js';
import { Database } from '../database/index.js';
import type { Company, Project } from '../directory/index.js';
import { DOCS_REDIRECT_PATH, SWAGGER_CLIENT_ID } from '../first-party.js';
import { ServiceAccountProjects, ServiceAccounts } from '../service-accounts/index.js';
import { CONFIGURATION, type Configuration, runInRequestContext } from '../shared/index.js';
import { type DemoApps, seedApps } from './demo-apps.js';
import type { DemoClient, DemoFacts } from './demo-facts.js';
import { type DemoPeople, seedPeople } from './demo-people.js';
import { demoGuide } from './demo-guide.js';

const FILE = 'demo.json';

/**
 * Seeds the demo of demo.md once, keeps its facts in `data/demo.json` (mode 0600), and returns the text that tells a
 * newcomer where to look. A database that has data already is left as it is.
 */
export async function seedDemo(app: INestApplicationContext, configuration: Configuration): Promise<string> {
  const file = join(configuration.dataDir, FILE);
  const known = await readFacts(file);
  if (known && (await hasCompanies(app))) {
    const facts = withBaseUrl(known, configuration.issuer);
    await writeFacts(file, facts);
    return demoGuide(facts, file);
  }
  if (await hasCompanies(app)) return `Gatehouse at ${configuration.issuer}, with the data that was there.\n`;
  const facts = await app.get(Database).transaction(async () => {
    const seeded = await seedDemoData(app);
    // Before the commit: data without its facts would lock the newcomer out.
    await writeFacts(file, seeded);
    return seeded;
  });
  return demoGuide(facts, file);
}

/** Fills an empty database with the demo's people, companies, projects and apps. */
export async function seedDemoData(app: INestApplicationContext): Promise<DemoFacts> {
  const people = await seedPeople(app);
  const { admin, developer } = people.users;
  const apps = await runAs(developer.id, () => seedApps(app, developer.id));
  const made = await runAs(admin.id, () => seedCompany(app, people, apps));
  return {
    base_url: issuerOf(app),
    users: people.users,
    companies: mapValues(people.companies, ({ id, name, environment }: Company) => ({ id, name, environment })),
    projects: mapValues(people.projects, ({ id, name, companyId }: Project) => ({ id, name, company_id: companyId })),
    ...made,
  };
}

/** The audit trail names whoever would have done it. */
const runAs = <T>(actorId: number, work: () => Promise<T>): Promise<T> =>
  runInRequestContext({ requestId: '-', address: '-', actorId, clientId: null, companyId: null, confirm: null }, work);

/** What the company's administrator sets up: apps, what one of them does, a service account. */
async function seedCompany(
  app: INestApplicationContext,
  people: DemoPeople,
  apps: DemoApps,
): Promise<Pick<DemoFacts, 'clients' | 'service_account'>> {
  const clients = {
    swagger: { client_id: SWAGGER_CLIENT_ID, redirect_uris: [issuerOf(app) + DOCS_REDIRECT_PATH] },
    web_app: await install(app, people, apps.web_app),
    native_app: await install(app, people, apps.native_app),
    data_connector: await install(app, people, apps.data_connector, {
      approved: { 'project.rfis': 'standard', 'company.directory': 'read_only' },
      permitted: { mode: 'selected', projectIds: [people.projects.tower.id], bindUsers: false },
    }),
    not_installed: apps.not_installed,
  };
  await configure(app, people, clients.data_connector.installation_id ?? 0);
  return { clients, service_account: await seedServiceAccount(app, people) };
}

async function configure(
  app: INestApplicationContext,
  { users, companies, projects }: DemoPeople,
  installationId: number,
): Promise<void> {
  const values = { destination: 'https://warehouse.example/rfis', rhythm: 'daily', attachments: true };
  const configured = {
    companyId: companies.main.id,
    installationId,
    title: 'Warehouse',
    reach: 'projects',
    values,
  } as const;
  const projectIds = [projects.tower.id];
  const { id } = await app.get(ConfigurationStore).insert(configured, projectIds, users.admin.id);
  const event = { action: 'app_configuration.created', subjectType: 'app_configuration', subjectId: id };
  const { companyId, ...rest } = configured;
  const after = {
    installation_id: installationId,
    title: rest.title,
    reach: rest.reach,
    values,
    project_ids: projectIds,
  };
  await app.get(AuditTrail).record({ ...event, companyId, after });
}

type Terms = Pick<Parameters<Installations['install']>[0], 'approved' | 'permitted'>;

async function install(
  app: INestApplicationContext,
  { users, companies }: DemoPeople,
  client: DemoApps[keyof DemoApps],
  terms: Terms = {},
): Promise<DemoClient> {
  const { id } = await app.get(Installations).install({
    companyId: companies.main.id,
    target: { versionKey: client.version_key },
    by: { principalId: users.admin.id, reaches: () => true },
    ...terms,
  });
  return { ...client, installation_id: id };
}

async function seedServiceAccount(
  app: INestApplicationContext,
  { users, companies, projects }: DemoPeople,
): Promise<DemoFacts['service_account']> {
  const details = { name: 'Nightly export', description: 'Part of the demo.', contactEmail: users.admin.email };
  const { account, secret } = await app.get(ServiceAccounts).create(companies.main.id, details, users.admin.id);
  await app.get(ServiceAccountProjects).put(companies.main.id, account.principalId, projects.tower.id, {
    levels: { 'project.rfis': 'standard' },
    actions: {},
    permissionTemplateId: null,
  });
  if (!secret) throw new Error('A new company allows secrets.');
  return { id: account.principalId, client_id: account.clientId, client_secret: secret.secret };
}

const issuerOf = (app: INestApplicationContext): string => app.get<Configuration>(CONFIGURATION).issuer;

async function hasCompanies(app: INestApplicationContext): Promise<boolean> {
  return (await app.get(Database).query('SELECT 1 FROM companies LIMIT 1')).length > 0;
}

async function readFacts(file: string): Promise<DemoFacts | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as DemoFacts;
  } catch {
    return undefined;
  }
}

async function writeFacts(file: string, facts: DemoFacts): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
  await writeFile(file, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
}

/** The next start may find another port free. */
function withBaseUrl(facts: DemoFacts, baseUrl: string): DemoFacts {
  const swagger = { ...facts.clients.swagger, redirect_uris: [baseUrl + DOCS_REDIRECT_PATH] };
  return { ...facts, base_url: baseUrl, clients: { ...facts.clients, swagger } };
}

const mapValues = <K extends string, A, B>(record: Readonly<Record<K, A>>, convert: (value: A) => B): Record<K, B> =>
  Object.fromEntries(Object.entries<A>(record).map(([key, value]) => [key, convert(value)])) as Record<K, B>;
