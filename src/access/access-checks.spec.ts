import { describe, expect, it } from '@jest/globals';
import type { ClientEntity, ClientRegistry } from '../clients/index.js';
import type { Grants } from '../tokens/index.js';
import type { Access } from './access.js';
import { AccessQuestion } from './access-checks.schemas.js';
import { AccessCheckSubjects } from './access-checks.subjects.js';
import { AccessChecks } from './access-checks.js';
import { DecisionFacts } from './decision-facts.js';
import type {
  CompanyFacts,
  DirectoryFactsPort,
  InstallationFacts,
  InstallationFactsPort,
  MemberFacts,
  Permissions,
  PrincipalFacts,
  PrincipalFactsPort,
  ProjectFacts,
} from './facts.js';
import type { Level } from './levels.js';
import { ToolCatalogue } from './tool-catalogue.js';

const [COMPANY, ELSEWHERE] = [1, 2];
const [ANA, BEN, ELSA, BOT, OWN, NOBODY] = [11, 12, 13, 21, 22, 99];
const [SITE, QUIET, FOREIGN, MISSING] = [101, 102, 201, 999];
const [APP, BOT_CLIENT, FOREIGN_CLIENT, DOCS, LOGIN_ONLY] = [
  'app-client',
  'bot-client',
  'foreign-client',
  'docs-client',
  'login-only-client',
];

const user = (id: number, enabled = true): PrincipalFacts => ({ id, kind: 'user', name: 'N', enabled, epoch: 0 });
const bot = (id: number, enabled = true): PrincipalFacts => ({ ...user(id, enabled), kind: 'service_account' });
const member = (levels: Record<string, Level> = {}, role: 'admin' | 'member' = 'member'): MemberFacts => ({
  status: 'active',
  role,
  levels,
  actions: {},
});
const project = (id: number, companyId = COMPANY, facts: Partial<ProjectFacts> = {}): ProjectFacts => ({
  id,
  companyId,
  active: true,
  disabledTools: new Set(),
  ...facts,
});
const client = (id: number, facts: Partial<ClientEntity>): ClientEntity =>
  ({
    id,
    kind: 'app',
    environment: 'production',
    appId: 7,
    companyId: null,
    principalId: null,
    enabled: true,
    grantTypes: ['authorization_code', 'client_credentials'],
    ...facts,
  }) as ClientEntity;

/** A company with Ana (administrator), Ben (RFIs in one project), a service account and an installed app. */
class World {
  principals = new Map([user(ANA), user(BEN), user(ELSA), bot(BOT), bot(OWN)].map((one) => [one.id, one]));
  companies = new Map<number, CompanyFacts>(
    [COMPANY, ELSEWHERE].map((id) => [id, { id, environment: 'production', active: true }]),
  );
  members = new Map([
    [`${COMPANY}:${ANA}`, member({}, 'admin')],
    [`${COMPANY}:${BEN}`, member()],
    [`${COMPANY}:${BOT}`, member({ 'company.directory': 'read_only' })],
    [`${COMPANY}:${OWN}`, member()],
    [`${ELSEWHERE}:${ELSA}`, member()],
  ]);
  projects = new Map(
    [project(SITE), project(QUIET), project(FOREIGN, ELSEWHERE)].map((one): [number, ProjectFacts] => [one.id, one]),
  );
  projectMembers = new Map<string, Permissions>([
    [`${SITE}:${BEN}`, { role: 'member', levels: { 'project.rfis': 'standard' }, actions: {} }],
  ]);
  installation: InstallationFacts | null = {
    id: 5,
    appId: 7,
    companyId: COMPANY,
    status: 'active',
    principalId: OWN,
    approved: { 'project.rfis': 'standard' },
    userPermissions: null,
    bindUsers: false,
    installedFor: null,
  };
  permitted = new Set([SITE]);
  grants = new Map<string, number[]>([[`${BEN}:31`, [COMPANY]]]);
  clients = new Map<string, ClientEntity>([
    [APP, client(31, {})],
    [LOGIN_ONLY, client(32, { grantTypes: ['authorization_code'] })],
    [BOT_CLIENT, client(33, { kind: 'service_account', appId: null, companyId: COMPANY, principalId: BOT })],
    [FOREIGN_CLIENT, client(34, { kind: 'service_account', appId: null, companyId: ELSEWHERE, principalId: 50 })],
    [DOCS, client(35, { kind: 'first_party', appId: null, environment: null })],
  ]);

  /** Asks in person, or through the app `through`. */
  async ask(asker: number, question: Record<string, unknown>, through?: string) {
    const isCompanyAdmin = asker === ANA;
    const used = client(1, through ? { clientId: through } : { kind: 'first_party', clientId: DOCS });
    const access = { companyId: COMPANY, principalId: asker, isCompanyAdmin, client: used } as Access;
    return this.checks().answer(access, AccessQuestion.parse(question));
  }

  private checks(): AccessChecks {
    const principals: PrincipalFactsPort = { principal: async (id) => this.principals.get(id) ?? null };
    const directory: DirectoryFactsPort = {
      company: async (id) => this.companies.get(id) ?? null,
      project: async (id) => this.projects.get(id) ?? null,
      member: async (companyId, id) => this.members.get(`${companyId}:${id}`) ?? null,
      projectMember: async (_, projectId, id) => this.projectMembers.get(`${projectId}:${id}`) ?? null,
    };
    const installations: InstallationFactsPort = {
      installation: async (companyId, appId) => (companyId === COMPANY && appId === 7 ? this.installation : null),
      permitsProject: async (_, id) => this.permitted.has(id),
      ofPrincipal: async (companyId, id) => (companyId === COMPANY && id === OWN ? this.installation : null),
    };
    const registry = {
      find: async (id: string) => this.clients.get(id),
      listOfApp: async () => [this.clients.get(APP)],
    } as unknown as ClientRegistry;
    const grants = {
      find: async (userId: number, clientRowId: number) => {
        const companies = this.grants.get(`${userId}:${clientRowId}`);
        return companies && { id: 'g', scopes: '', companies: companies.map((companyId) => ({ companyId })) };
      },
    } as unknown as Grants;
    const facts = new DecisionFacts(principals, directory, installations, grants);
    const subjects = new AccessCheckSubjects(registry, principals, directory, installations, grants);
    return new AccessChecks(new ToolCatalogue(), subjects, facts);
  }
}

const READ_RFIS = { project_id: SITE, tool: 'project.rfis' };
const codeOf = async (world: World, question: Record<string, unknown>, asker = ANA) =>
  (await world.ask(asker, question)).code;
const rowOf = (answer: { checks: readonly { check: string }[] }, check: string) =>
  answer.checks.find((row) => row.check === check);

describe('an administrator is told', () => {
  it('that a member may, with every row', async () => {
    const answer = await new World().ask(ANA, { principal_id: BEN, ...READ_RFIS });
    expect(answer).toMatchObject({ allowed: true, code: null });
    expect(answer.checks.map(({ check }) => check)).toContain('permitted_project');
    expect(answer.checks.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
  });

  it('that an app may, for its user and as itself', async () => {
    expect(await codeOf(new World(), { principal_id: BEN, client_id: APP, ...READ_RFIS })).toBeNull();
    expect(await codeOf(new World(), { client_id: APP, ...READ_RFIS })).toBeNull();
    expect(await codeOf(new World(), { principal_id: OWN, ...READ_RFIS })).toBeNull();
    expect(await codeOf(new World(), { principal_id: OWN, client_id: APP, ...READ_RFIS })).toBeNull();
  });

  it('that a service account may, by its client and by its id', async () => {
    const question = { tool: 'company.directory' };
    expect(await codeOf(new World(), { client_id: BOT_CLIENT, ...question })).toBeNull();
    expect(await codeOf(new World(), { principal_id: BOT, ...question })).toBeNull();
  });

  it('whether somebody gets in at all, where no tool is named', async () => {
    expect(await codeOf(new World(), { principal_id: BEN })).toBeNull();
    expect(await codeOf(new World(), { principal_id: BEN, project_id: QUIET })).toBe('not_found');
  });

  it.each<[string, Record<string, unknown>, (world: World) => void]>([
    ['insufficient_level', { principal_id: BEN, ...READ_RFIS, level: 'admin' }, () => undefined],
    [
      'insufficient_scope',
      { principal_id: BEN, ...READ_RFIS, scopes: ['tools:read'], level: 'standard' },
      () => undefined,
    ],
    ['insufficient_scope', { principal_id: BEN, ...READ_RFIS, scopes: [] }, () => undefined],
    ['company_not_granted', { principal_id: BEN, client_id: APP, ...READ_RFIS }, (world) => world.grants.clear()],
    [
      'company_not_granted',
      { principal_id: BEN, client_id: APP, ...READ_RFIS },
      (world) => world.grants.set(`${BEN}:31`, [ELSEWHERE]),
    ],
    ['company_not_granted', { principal_id: BEN, client_id: DOCS, ...READ_RFIS }, () => undefined],
    ['app_not_connected', { client_id: APP, ...READ_RFIS }, (world) => (world.installation = null)],
    ['not_approved', { client_id: APP, ...READ_RFIS, level: 'admin' }, () => undefined],
    ['project_not_permitted', { client_id: APP, project_id: QUIET, tool: 'project.rfis' }, () => undefined],
    ['not_found', { principal_id: BEN, project_id: MISSING, tool: 'project.rfis' }, () => undefined],
    [
      'tool_disabled',
      { principal_id: BEN, ...READ_RFIS },
      (world) => world.projects.set(SITE, project(SITE, COMPANY, { disabledTools: new Set(['project.rfis']) })),
    ],
    [
      'wrong_environment',
      { client_id: BOT_CLIENT, tool: 'company.directory' },
      (world) => world.companies.set(COMPANY, { id: COMPANY, environment: 'sandbox', active: true }),
    ],
  ])('%s', async (code, question, arrange) => {
    const world = new World();
    arrange(world);
    expect(await codeOf(world, question)).toBe(code);
  });

  it.each<[string, Record<string, unknown>, (world: World) => void]>([
    ['There is no such client.', { client_id: 'unknown-client' }, () => undefined],
    [
      'The client is switched off.',
      { client_id: APP },
      (world) => world.clients.set(APP, client(31, { enabled: false })),
    ],
    ['The principal is switched off.', { principal_id: BEN }, (world) => world.principals.set(BEN, user(BEN, false))],
    ['The client belongs to another principal.', { principal_id: BEN, client_id: BOT_CLIENT }, () => undefined],
    ['The client belongs to another principal.', { principal_id: BOT, client_id: APP }, () => undefined],
    ['This client acts for a person only.', { client_id: DOCS }, () => undefined],
    ['This client acts for a person only.', { principal_id: BOT, client_id: DOCS }, () => undefined],
    ['The client is not registered for client_credentials.', { client_id: LOGIN_ONLY }, () => undefined],
  ])('why there could be no token: %s', async (detail, question, arrange) => {
    const world = new World();
    arrange(world);
    const answer = await world.ask(ANA, question);
    expect(answer).toMatchObject({ allowed: false, code: 'invalid_token' });
    expect(rowOf(answer, 'token')).toMatchObject({ outcome: 'fail', detail });
  });
});

describe('nothing is told of other companies', () => {
  const about = (id: number) => ({ principal_id: id, client_id: APP, ...READ_RFIS });

  it('a member of another company looks like nobody', async () => {
    const world = new World();
    world.grants.set(`${ELSA}:31`, [ELSEWHERE]);
    const [elsa, nobody] = [await world.ask(ANA, about(ELSA)), await world.ask(ANA, about(NOBODY))];
    expect(elsa).toEqual(nobody);
    expect(elsa).toMatchObject({ allowed: false, code: 'not_found' });
    expect(rowOf(elsa, 'member')).toMatchObject({ outcome: 'fail' });
  });

  it('a blocked one does too, and so does another company’s service account', async () => {
    const world = new World();
    world.principals.set(ELSA, user(ELSA, false));
    world.principals.set(50, bot(50));
    expect(await world.ask(ANA, about(ELSA))).toEqual(await world.ask(ANA, about(NOBODY)));
    expect(await world.ask(ANA, about(50))).toEqual(await world.ask(ANA, about(NOBODY)));
  });

  it('whether a former member was blocked is not told', async () => {
    const world = new World();
    world.members.set(`${COMPANY}:${BEN}`, { ...member(), status: 'inactive' });
    const before = await world.ask(ANA, { principal_id: BEN });
    world.principals.set(BEN, user(BEN, false));
    expect(await world.ask(ANA, { principal_id: BEN })).toEqual(before);
  });

  it('the client of another company’s service account looks like none', async () => {
    const question = { tool: 'company.directory' };
    const foreign = await new World().ask(ANA, { client_id: FOREIGN_CLIENT, ...question });
    expect(foreign).toEqual(await new World().ask(ANA, { client_id: 'unknown-client', ...question }));
  });

  it('another company’s project looks like none, whatever its state and its members', async () => {
    const world = new World();
    world.members.set(`${ELSEWHERE}:${BEN}`, member());
    world.projects.set(FOREIGN, project(FOREIGN, ELSEWHERE, { disabledTools: new Set(['project.rfis']) }));
    const foreign = await world.ask(ANA, { principal_id: BEN, project_id: FOREIGN, tool: 'project.rfis' });
    expect(foreign).toEqual(await world.ask(ANA, { principal_id: BEN, project_id: MISSING, tool: 'project.rfis' }));
  });
});

describe('a member who is no administrator', () => {
  const refused = expect.objectContaining({ code: 'insufficient_role', status: 403 });

  it('asks about themselves, directly and through an app', async () => {
    expect(await codeOf(new World(), { principal_id: BEN, ...READ_RFIS }, BEN)).toBeNull();
    expect(await codeOf(new World(), { principal_id: BEN, client_id: APP, ...READ_RFIS }, BEN)).toBeNull();
  });

  it.each([
    { principal_id: ANA },
    { principal_id: BOT },
    { principal_id: NOBODY },
    { client_id: APP },
    { client_id: BOT_CLIENT },
    { principal_id: ANA, client_id: APP },
  ])('may not ask about others: %j', async (question) => {
    await expect(new World().ask(BEN, question)).rejects.toEqual(refused);
  });

  it('learns nothing of projects in which they have no part', async () => {
    const world = new World();
    world.projects.set(QUIET, project(QUIET, COMPANY, { active: false, disabledTools: new Set(['project.rfis']) }));
    const quiet = await world.ask(BEN, { principal_id: BEN, project_id: QUIET, tool: 'project.rfis' });
    expect(quiet).toEqual(await world.ask(BEN, { principal_id: BEN, project_id: MISSING, tool: 'project.rfis' }));
    expect(quiet.code).toBe('not_found');
  });

  it('is told the first failure, not what would come next', async () => {
    const answer = await new World().ask(BEN, { principal_id: BEN, ...READ_RFIS, level: 'admin', scopes: [] });
    expect(answer.checks.filter(({ outcome }) => outcome === 'fail')).toHaveLength(1);
    expect(answer.checks.at(-1)).toMatchObject({ check: 'level', outcome: 'skipped', code: null });
  });

  it('is told of a project of the other company that they belong to', async () => {
    const world = new World();
    world.members.set(`${ELSEWHERE}:${BEN}`, member());
    const question = { principal_id: BEN, project_id: FOREIGN, tool: 'project.rfis' };
    expect(await codeOf(world, question, BEN)).toBe('company_mismatch');
  });
});

describe('through an app', () => {
  it('everybody asks about themselves, alone and with this app', async () => {
    for (const asker of [ANA, BEN]) {
      for (const more of [{}, { client_id: APP }]) {
        const world = new World();
        world.grants.set(`${ANA}:31`, [COMPANY]);
        const answer = await world.ask(asker, { principal_id: asker, ...more, ...READ_RFIS }, APP);
        expect(answer).toMatchObject({ allowed: true });
      }
    }
  });

  it.each([
    { principal_id: BEN },
    { principal_id: NOBODY },
    { client_id: APP },
    { principal_id: ANA, client_id: DOCS },
  ])('an administrator may not ask about others: %j', async (question) => {
    const refused = expect.objectContaining({ code: 'first_party_only', status: 403 });
    await expect(new World().ask(ANA, question, APP)).rejects.toEqual(refused);
  });

  it('a member is told that it takes an administrator', async () => {
    const refused = expect.objectContaining({ code: 'insufficient_role', status: 403 });
    await expect(new World().ask(BEN, { principal_id: ANA }, APP)).rejects.toEqual(refused);
    await expect(new World().ask(BEN, { principal_id: BEN, client_id: DOCS }, APP)).rejects.toEqual(refused);
  });
});

describe('a question is refused', () => {
  it.each<[string, Record<string, unknown>]>([
    ['about nobody', {}],
    ['with an unknown field', { principal_id: BEN, company_id: COMPANY }],
    ['with a level that needs nothing', { principal_id: BEN, level: 'none' }],
    ['with an action without a tool', { principal_id: BEN, action: 'create_users' }],
    ['with a project tool without a project', { principal_id: BEN, tool: 'project.rfis' }],
    ['with a client id that cannot be one', { client_id: 'a b' }],
    ['with a scope that cannot be one', { principal_id: BEN, scopes: ['tools:read tools:admin'] }],
    ['with an id as text', { principal_id: '12' }],
  ])('%s', (_, question) => {
    expect(AccessQuestion.safeParse(question).success).toBe(false);
  });

  it.each([
    { principal_id: BEN, tool: 'company.unknown' },
    { principal_id: BEN, tool: 'constructor' },
    { principal_id: BEN, tool: 'company.directory', action: 'delete_users' },
  ])('for what is in no catalogue: %j', async (question) => {
    await expect(new World().ask(ANA, question)).rejects.toMatchObject({ status: 422, code: 'invalid_fields' });
  });
});
