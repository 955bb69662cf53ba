import { equal, ok } from 'node:assert/strict';
import type { Api } from './api.js';

type Client = Api<unknown>;

/** Where the story happens, and who is in it. */
export interface Stage {
  readonly developer: Client;
  readonly admin: Client;
  readonly member: Client;
  readonly main: number;
  /** Where the app is to run. */
  readonly tower: number;
  /** Another project of the company. */
  readonly bridge: number;
  /** A token by client credentials, from a real OAuth client. */
  asApp(credentials: Credentials): Promise<Client>;
  /** Somebody of the company connects with the authorization code flow of a real OAuth client. */
  asMemberThrough(credentials: Credentials): Promise<Client>;
  /** Where the company's and the developer's webhooks are received. */
  readonly hooks: { readonly company: string; readonly developer: string };
  /** Everything that was decided about the installation lies a month back. */
  aMonthLater(installation: number): Promise<void>;
  /** The app's developer chooses the sandbox company in a new authorization. */
  developerIn(company: number): Promise<Client>;
}

export interface Credentials {
  readonly client_id: string;
  readonly client_secret: string;
}

/** What the chapters hand on. */
export interface Plot {
  readonly app: number;
  readonly sandboxCompany: number;
  readonly sandbox: Credentials;
  readonly production: Credentials;
  readonly installation: number;
}

const CALLBACK = 'http://localhost:9999/callback';
/** A manifest, with the levels on the two tools that the story is about. */
const manifest = (rfis: 'standard' | 'admin', directory?: 'read_only') => ({
  components: ['user' as const, 'service_account' as const],
  permissions: { project: { rfis }, ...(directory && { company: { directory } }) },
});
const ALL_OF_MORE = { 'company.directory': 'read_only', 'project.rfis': 'admin' } as const;

interface Refusal {
  readonly status: number;
  readonly error: { readonly code: string };
}

/** The code of a refusal; a call that succeeds ends the story. */
async function refused(call: Promise<unknown>): Promise<string> {
  const outcome = await call.then(
    () => null,
    (refusal: Refusal) => refusal,
  );
  if (outcome?.error?.code === undefined) throw new Error('It was expected to be refused.', { cause: outcome });
  return outcome.error.code;
}

/** What came over the wire may have prototypes of another realm, where tests run in one of their own. */
const same = (a: unknown, b: unknown): void => equal(JSON.stringify(a), JSON.stringify(b));

const inCompany = (company: number) => ({ headers: { 'Procore-Company-Id': String(company) } });

/** The developer registers the app, and tries its first version in the sandbox company that came with it. */
export async function registered(stage: Stage): Promise<Pick<Plot, 'app' | 'sandboxCompany' | 'sandbox'>> {
  const { developer } = stage;
  const made = await developer.rest.appsCreate({
    name: 'Site Diary',
    description: 'Keeps a diary of the site.',
    redirect_uris: [CALLBACK],
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
  });
  const { id: app, sandbox_client, sandbox_company_id: sandboxCompany } = made.data;
  ok(sandboxCompany !== null);
  const sandbox = { client_id: sandbox_client.client_id, client_secret: sandbox_client.client_secret ?? '' };
  await developer.rest.appVersionsCreate(app, { version: '1.0.0', manifest: manifest('standard') });
  const tested = (await developer.rest.appVersionsTest(app, '1.0.0')).data;
  const home = await stage.developerIn(sandboxCompany);
  const [project] = (await home.rest.projectsListBriefly(sandboxCompany)).data;
  await home.rest.installingInstall(sandboxCompany, {
    version_key: tested.sandbox_version_key ?? '',
    approved_permissions: { 'project.rfis': 'standard' },
    permitted_projects: { mode: 'selected', project_ids: [project.id] },
  });
  const service = await stage.asApp(sandbox);
  const rfi = { subject: 'Colour of the doors', question: 'Which one?' };
  equal((await service.rest.rfisOpen(project.id, rfi, inCompany(sandboxCompany))).status, 201);
  equal(await refused(service.rest.rfisList(stage.tower, {}, inCompany(stage.main))), 'app_not_connected');
  return { app, sandboxCompany, sandbox };
}

/** Company and developer subscribe to what happens; the secrets with which it will be signed. */
export async function subscribed(stage: Stage, app: number): Promise<{ company: string; developer: string }> {
  const { admin, developer, main, hooks } = stage;
  const ofCompany = await admin.rest.companyWebhooksCreate(main, { url: hooks.company, event_types: ['*'] });
  const ofApp = await developer.rest.appWebhooksCreate(app, { url: hooks.developer, event_types: ['*'] });
  return { company: ofCompany.data.secret, developer: ofApp.data.secret };
}

/** The version is promoted; a member asks for it, and an administrator approves it for one project. */
export async function promotedAndRequested(
  stage: Stage,
  app: number,
): Promise<Pick<Plot, 'production' | 'installation'>> {
  const { developer, member, admin, main, tower } = stage;
  const promoted = (await developer.rest.appVersionsPromote(app, '1.0.0', { release_notes: 'The first.' })).data;
  const client = promoted.production_client;
  ok(client);
  const production = { client_id: client.client_id, client_secret: client.client_secret ?? '' };
  const early = await stage.asApp(production);
  equal(await refused(early.rest.rfisList(tower, {}, inCompany(main))), 'app_not_connected');

  const wish = { version_key: promoted.production_version_key ?? '', notes: 'For the tower.', project_ids: [tower] };
  const request = (await member.rest.installationRequestsRaise(main, wish)).data;
  equal(request.status, 'pending');
  equal(await refused(member.rest.installationRequestsRaise(main, wish)), 'duplicate_request');
  equal(await refused(member.rest.installationRequestsApprove(main, request.id, {})), 'insufficient_role');
  const open = (await admin.rest.installationRequestsList(main, { status: 'pending' })).data;
  ok(open.some(({ id }: { id: number }) => id === request.id));
  const approved = await admin.rest.installationRequestsApprove(main, request.id, {
    approved_permissions: { 'project.rfis': 'standard' },
    permitted_projects: { mode: 'selected', project_ids: [tower] },
  });
  equal(await refused(admin.rest.installationRequestsDeny(main, request.id, {})), 'request_answered');
  return { production, installation: approved.data.id };
}

/** It works in the one project and is refused in the other, for itself and for a person. */
export async function used(stage: Stage, { production }: Plot): Promise<void> {
  const { main, tower, bridge } = stage;
  const service = await stage.asApp(production);
  const { data } = await service.rest.rfisOpen(tower, { subject: 'Ramp', question: 'How steep?' }, inCompany(main));
  equal((await service.rest.rfisList(tower, {}, inCompany(main))).data.length > 0, true);
  equal(await refused(service.rest.rfisList(bridge, {}, inCompany(main))), 'project_not_permitted');
  equal(await refused(service.rest.companyUsersList(main, {})), 'not_approved');
  const person = await stage.asMemberThrough(production);
  equal((await person.rest.rfisShow(tower, data.id, inCompany(main))).data.subject, 'Ramp');
}

/** A greater version asks for more: nothing changes until an administrator has approved that. */
export async function upgraded(stage: Stage, { app, installation, production }: Plot): Promise<void> {
  const { developer, admin, main } = stage;
  await developer.rest.appVersionsCreate(app, { version: '1.1.0', manifest: manifest('admin', 'read_only') });
  await developer.rest.appVersionsTest(app, '1.1.0');
  const outlook = (await developer.rest.developerInstallationsOutlook(app, '1.1.0')).data;
  ok(JSON.stringify(outlook).includes(String(main)));
  await developer.rest.appVersionsPromote(app, '1.1.0', { release_notes: 'Reads the directory.' });
  const offer = (await admin.rest.upgradesShow(main, installation, {})).data;
  same([offer.needs_approval, offer.permissions], [true, ALL_OF_MORE]);
  const service = await stage.asApp(production);
  equal(await refused(service.rest.companyUsersList(main, {})), 'not_approved');
  const to = { version_id: offer.to.id };
  equal(await refused(admin.rest.upgradesApply(main, installation, to)), 'invalid_fields');
  await admin.rest.upgradesApply(main, installation, { ...to, approved_permissions: ALL_OF_MORE });
  equal((await service.rest.companyUsersList(main, {})).status, 200);
}

/** It is watched, and loses what it does not need: a level, and a project that it never touched. */
export async function watchedAndNarrowed(stage: Stage, { app, installation, production }: Plot): Promise<void> {
  const { admin, developer, main, tower, bridge } = stage;
  const both = { mode: 'selected' as const, project_ids: [tower, bridge] };
  await admin.rest.companyInstallationsPermit(main, installation, both);
  await stage.aMonthLater(installation);
  const service = await stage.asApp(production);
  await service.rest.rfisOpen(tower, { subject: 'Stairs', question: 'How wide?' }, inCompany(main));
  await service.rest.companyUsersList(main, {});
  const usage = (await admin.rest.companyUsageList(main, { app_id: app, group_by: 'route,status' })).data;
  ok(
    usage.some(({ route, status }: { route?: string; status?: number }) => route?.endsWith('/rfis') && status === 201),
  );
  const metrics = (await developer.rest.appMetricsShow(app, {})).data;
  ok(!JSON.stringify(metrics).includes('principal'));

  const advice = (await admin.rest.adviceShow(main, installation)).data;
  equal(advice.judged, true);
  const [directory, rfis] = advice.tools;
  same(
    [directory.tool, directory.finding, rfis.tool, rfis.finding, rfis.advised],
    [...['company.directory', 'fits', 'project.rfis', 'too_high', 'standard']],
  );
  same(
    advice.permitted_projects.untouched.map(({ id }: { id: number }) => id),
    [bridge],
  );
  await admin.rest.adviceApply(main, installation, {});
  equal((await service.rest.rfisList(tower, {}, inCompany(main))).status, 200);
  equal(await refused(service.rest.rfisList(bridge, {}, inCompany(main))), 'project_not_permitted');
}

/** Suspended, resumed, uninstalled and installed again, each in force on the next call. */
export async function stoppedAndBack(stage: Stage, { installation, production }: Plot): Promise<void> {
  const { admin, main, tower } = stage;
  const service = await stage.asApp(production);
  const call = () => service.rest.rfisList(tower, {}, inCompany(main));
  await admin.rest.companyInstallationsSuspend(main, installation);
  equal(await refused(call()), 'app_suspended');
  await admin.rest.companyInstallationsResume(main, installation);
  equal((await call()).status, 200);
  const move = (status: 'installed' | 'uninstalled') =>
    admin.rest.appInstallationsSetStatus(installation, { company_id: main, app_installation: { status } });
  await move('uninstalled');
  equal(await refused(call()), 'app_not_connected');
  const offered = (await admin.rest.companyInstallationsPermitted(main, installation)).data;
  same(offered.project_ids, [tower]);
  await move('installed');
  equal((await call()).status, 200);
}

/** What the audit trail says of the installation and of the request for it, oldest first. */
export async function trailOf({ admin, main }: Stage, { installation }: Plot): Promise<string[]> {
  const actions: string[] = [];
  for (const action of ['installation.', 'installation_request.']) {
    const events = (await admin.rest.auditEventsList(main, { action, per_page: 300 })).data;
    const ours = events.filter(
      ({ subject }: { subject: { type: string; id: string } }) =>
        subject.type !== 'installation' || subject.id === String(installation),
    );
    actions.push(...ours.map((event: { action: string }) => event.action).reverse());
  }
  return actions;
}
