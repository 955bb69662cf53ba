import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CHECKS, decide, explain } from './decision.js';
import type { DecisionInput } from './decision-input.js';
import type { InstallationFacts, MemberFacts, Permissions } from './facts.js';
import { LEVELS, type Level } from './levels.js';
import type { AccessRequirement } from './requirement.js';
import { ScopeSet } from './scopes.js';

const COMPANY = 1;
const PROJECT = 10;

const member = (levels: Record<string, Level> = {}, role: 'admin' | 'member' = 'member'): MemberFacts => ({
  status: 'active',
  role,
  levels,
  actions: {},
});

const inProject = (level: Level, role: 'admin' | 'member' = 'member'): Permissions => ({
  role,
  levels: { 'project.rfis': level },
  actions: {},
});

const installation: InstallationFacts = {
  id: 5,
  appId: 7,
  companyId: COMPANY,
  status: 'active',
  principalId: null,
  approved: {},
  userPermissions: null,
  bindUsers: false,
  installedFor: null,
};

/** A user's token that may read RFIs in a project: every test takes one thing away. */
const allowed: DecisionInput = {
  requirement: { tool: { name: 'project.rfis', level: 'read_only' } },
  tokenIsValid: true,
  client: { kind: 'app', environment: 'production' },
  isOwnToken: false,
  principal: { id: 3, kind: 'user', name: 'Ana', enabled: true, epoch: 0 },
  namedCompanies: [COMPANY],
  namedProject: PROJECT,
  company: { id: COMPANY, environment: 'production', active: true },
  project: { id: PROJECT, companyId: COMPANY, active: true, disabledTools: new Set() },
  member: member(),
  isMemberOfProjectsCompany: false,
  installation,
  projectIsPermitted: false,
  grant: { id: 'g', companies: new Set([COMPANY]) },
  narrowing: null,
  scopes: ScopeSet.of('tools:read'),
  projectMember: inProject('read_only'),
};

/** The same for an app's own token. */
const own: DecisionInput = {
  ...allowed,
  isOwnToken: true,
  principal: { id: 9, kind: 'service_account', name: 'bot', enabled: true, epoch: 0 },
  installation: { ...installation, principalId: 9, approved: { 'project.rfis': 'standard' } },
  grant: null,
  projectIsPermitted: true,
  projectMember: inProject('standard'),
};

const code = (input: Partial<DecisionInput>, base = allowed): string | undefined => decide({ ...base, ...input })?.code;

describe('decide', () => {
  it('lets pass what every row allows', () => {
    expect(decide(allowed)).toBeNull();
    expect(decide(own)).toBeNull();
  });

  it.each<[string, Partial<DecisionInput>, string]>([
    ['a dead token', { tokenIsValid: false }, 'invalid_token'],
    ['two companies', { namedCompanies: [1, 2], company: null }, 'company_mismatch'],
    ['a header that holds no company', { malformed: 'Procore-Company-Id' }, 'invalid_id'],
    ['no company', { namedCompanies: [], namedProject: null, project: null, company: null }, 'missing_company'],
    ['a project that does not exist', { project: null }, 'not_found'],
    ['a project of another company', { project: { ...allowed.project!, companyId: 2 } }, 'not_found'],
    [
      'a project of another company of the member',
      { project: { ...allowed.project!, companyId: 2 }, isMemberOfProjectsCompany: true },
      'company_mismatch',
    ],
    ['a stranger', { member: null }, 'not_found'],
    ['an inactive member', { member: { ...member(), status: 'inactive' } }, 'not_found'],
    ['an invited member', { member: { ...member(), status: 'invited' } }, 'not_found'],
    ['an inactive company', { company: { ...allowed.company!, active: false } }, 'not_found'],
    ['a client of the other environment', { client: { kind: 'app', environment: 'sandbox' } }, 'wrong_environment'],
    ['an app that is not installed', { installation: null }, 'app_not_connected'],
    ['a suspended app', { installation: { ...installation, status: 'suspended' } }, 'app_suspended'],
    ['an app installed for somebody else', { installation: { ...installation, installedFor: 4 } }, 'app_not_connected'],
    ['a company outside the grant', { grant: { id: 'g', companies: new Set([2]) } }, 'company_not_granted'],
    ['a token narrowed to another company', { narrowing: { companyId: 2, projectIds: null } }, 'company_not_granted'],
    ['a token narrowed to other projects', { narrowing: { companyId: 1, projectIds: [11] } }, 'project_not_granted'],
    ['a scope that is too small', { scopes: ScopeSet.of('company.directory:admin') }, 'insufficient_scope'],
    [
      'a ceiling on user tokens',
      { installation: { ...installation, userPermissions: { 'project.drawings': 'admin' } } },
      'not_approved',
    ],
    ['an inactive project', { project: { ...allowed.project!, active: false } }, 'project_not_permitted'],
    ['users bound to other projects', { installation: { ...installation, bindUsers: true } }, 'project_not_permitted'],
    ['somebody outside the project', { projectMember: null }, 'not_found'],
    [
      'somebody outside an inactive project',
      { projectMember: null, project: { ...allowed.project!, active: false } },
      'not_found',
    ],
    [
      'a tool that is switched off',
      { project: { ...allowed.project!, disabledTools: new Set(['project.rfis']) } },
      'tool_disabled',
    ],
    ['a level that is too low', { projectMember: inProject('none') }, 'insufficient_level'],
  ])('refuses %s', (_, change, expected) => {
    expect(code(change)).toBe(expected);
  });

  it.each<[string, Partial<DecisionInput>, string]>([
    ['a company without the app', { installation: null }, 'app_not_connected'],
    ['a company that does not exist', { installation: null, company: null, project: null }, 'app_not_connected'],
    ['an app without service account', { installation: { ...installation, principalId: null } }, 'app_not_connected'],
    ['an inactive company', { company: { ...allowed.company!, active: false } }, 'app_not_connected'],
    ['a project it is not permitted in', { projectIsPermitted: false }, 'project_not_permitted'],
    ['an inactive project', { project: { ...own.project!, active: false } }, 'project_not_permitted'],
    [
      'an inactive project it is not permitted in',
      { project: { ...own.project!, active: false }, projectIsPermitted: false, projectMember: null },
      'project_not_permitted',
    ],
    ['a level beyond the approval', { installation: { ...own.installation!, approved: {} } }, 'not_approved'],
    ['a project outside the named company', { project: { ...own.project!, companyId: 2 } }, 'not_found'],
    [
      'a foreign project in a company without the app',
      { project: { ...own.project!, companyId: 2 }, installation: null },
      'app_not_connected',
    ],
  ])("refuses an app's own token for %s", (_, change, expected) => {
    expect(code(change, own)).toBe(expected);
  });

  it('conceals an object from a principal without any level on its tool', () => {
    const requirement = { ...allowed.requirement, concernsOne: true };
    expect(decide({ ...allowed, requirement, projectMember: inProject('none') })).toMatchObject({ status: 404 });
  });

  it('accepts a granular action instead of the level, on top of read_only and standard only', () => {
    const requirement: AccessRequirement = { tool: { name: 'project.rfis', level: 'admin', action: 'close' } };
    const scopes = ScopeSet.of('tools:admin');
    const withAction = (level: Level): Permissions => ({ ...inProject(level), actions: { 'project.rfis': ['close'] } });
    expect(code({ requirement, scopes, projectMember: withAction('standard') })).toBeUndefined();
    expect(code({ requirement, scopes, projectMember: withAction('none') })).toBe('insufficient_level');
    expect(code({ requirement, scopes, projectMember: inProject('standard') })).toBe('insufficient_level');
  });

  it('lets company and project administrators do everything there, service accounts never', () => {
    const requirement: AccessRequirement = { companyRole: 'admin', scope: 'directory:manage' };
    const scopes = ScopeSet.of('directory:manage');
    const admin = { requirement, scopes, member: member({}, 'admin'), namedProject: null, project: null };
    expect(code(admin)).toBeUndefined();
    expect(code({ ...admin, member: member({ 'company.directory': 'admin' }) })).toBeUndefined();
    expect(code({ ...admin, member: member({ 'company.directory': 'standard' }) })).toBe('insufficient_role');
    expect(code({ ...admin, principal: { ...allowed.principal!, kind: 'service_account' } })).toBe('insufficient_role');
  });

  it('needs no company for a route that concerns none', () => {
    const nowhere = {
      requirement: {},
      namedCompanies: [],
      namedProject: null,
      company: null,
      member: null,
      project: null,
    };
    expect(code(nowhere)).toBeUndefined();
    expect(code({ ...nowhere, tokenIsValid: false })).toBe('invalid_token');
  });
});

/** domain.md, "The access decision": the rows in their order. */
const ROWS = [
  'token',
  'company_known',
  'member',
  'environment',
  'installation',
  'grant',
  'scope',
  'approval',
  'permitted_project',
  'project_member',
  'tool_enabled',
  'level',
] as const;

/** For each row what fails it and no other one, in facts of their own, so that any of them go together. */
const FAILURES: Readonly<Record<(typeof ROWS)[number], (input: DecisionInput) => DecisionInput>> = {
  token: (input) => ({ ...input, tokenIsValid: false }),
  company_known: (input) => ({ ...input, malformed: 'Procore-Company-Id' }),
  member: (input) => ({ ...input, member: null }),
  environment: (input) => ({ ...input, client: { kind: 'app', environment: 'sandbox' } }),
  installation: (input) => ({ ...input, installation: { ...input.installation!, status: 'suspended' } }),
  grant: (input) => ({ ...input, grant: { id: 'g', companies: new Set<number>() } }),
  scope: (input) => ({ ...input, scopes: ScopeSet.of('') }),
  approval: (input) => ({ ...input, installation: { ...input.installation!, userPermissions: {} } }),
  permitted_project: (input) => ({
    ...input,
    installation: { ...input.installation!, bindUsers: true },
    projectIsPermitted: false,
  }),
  project_member: (input) => ({ ...input, projectMember: null }),
  tool_enabled: (input) => ({ ...input, project: { ...input.project!, disabledTools: new Set(['project.rfis']) } }),
  level: (input) => ({ ...input, requirement: { ...input.requirement, companyRole: 'admin' } }),
};

const failed = (input: DecisionInput): string[] =>
  explain(input).flatMap(({ check, outcome }) => (outcome === 'fail' ? [check] : []));

describe('the rows of the decision', () => {
  it('stand in the order of the contract', () => {
    expect(CHECKS.map(({ id }) => id)).toEqual(ROWS);
  });

  it.each(ROWS)('fail one by one: %s', (row) => {
    // Whoever is not in the project has no level there either.
    const also = row === 'project_member' ? ['level'] : [];
    expect(failed(FAILURES[row](allowed))).toEqual([row, ...also]);
  });

  const pairs = ROWS.flatMap((first, at) => ROWS.slice(at + 1).map((second) => [first, second] as const));

  it.each(pairs)('answer with the first failure: %s before %s', (first, second) => {
    const alone = decide(FAILURES[first](allowed));
    for (const both of [FAILURES[second](FAILURES[first](allowed)), FAILURES[first](FAILURES[second](allowed))]) {
      expect(failed(both)).toEqual(expect.arrayContaining([first, second]));
      expect(decide(both)).toEqual(alone);
    }
  });
});

const level = fc.constantFrom(...LEVELS);
const anyInput: fc.Arbitrary<DecisionInput> = fc
  .record({
    tokenIsValid: fc.boolean(),
    isOwnToken: fc.boolean(),
    kind: fc.constantFrom('app' as const, 'first_party' as const, 'service_account' as const),
    required: level,
    projectLevel: level,
    approved: level,
    hasInstallation: fc.boolean(),
    hasMember: fc.boolean(),
    inProject: fc.boolean(),
    permitted: fc.boolean(),
    bindUsers: fc.boolean(),
    active: fc.boolean(),
    granted: fc.boolean(),
    admin: fc.boolean(),
    scope: fc.constantFrom('tools:read', 'tools:write', 'tools:admin', 'project.rfis:write', ''),
    off: fc.boolean(),
  })
  .map((any) => ({
    ...allowed,
    tokenIsValid: any.tokenIsValid,
    isOwnToken: any.isOwnToken,
    client: { kind: any.kind, environment: 'production' as const },
    requirement: { tool: { name: 'project.rfis' as const, level: any.required } },
    installation: any.hasInstallation
      ? { ...installation, principalId: 9, approved: { 'project.rfis': any.approved }, bindUsers: any.bindUsers }
      : null,
    member: any.hasMember ? member({}, any.admin ? 'admin' : 'member') : null,
    project: { ...allowed.project!, active: any.active, disabledTools: new Set(any.off ? ['project.rfis'] : []) },
    grant: any.granted ? allowed.grant : { id: 'g', companies: new Set<number>() },
    projectIsPermitted: any.permitted,
    projectMember: any.inProject ? inProject(any.projectLevel) : null,
    scopes: ScopeSet.of(any.scope),
  }));

const AUDIT: AccessRequirement = { companyRole: 'admin', scope: 'audit:read', orServiceAccount: true };

/** Anybody at all who would read the audit trail. */
const anyReader: fc.Arbitrary<DecisionInput> = fc
  .record({
    tokenIsValid: fc.boolean(),
    isOwnToken: fc.boolean(),
    kind: fc.constantFrom('app' as const, 'first_party' as const, 'service_account' as const),
    principal: fc.constantFrom('user' as const, 'service_account' as const, null),
    status: fc.constantFrom('active' as const, 'invited' as const, 'inactive' as const, null),
    role: fc.constantFrom('admin' as const, 'member' as const),
    directory: level,
    scope: fc.constantFrom('audit:read', 'audit:read tools:admin', 'tools:admin', 'directory:manage', ''),
    hasInstallation: fc.boolean(),
  })
  .map(({ status, role, directory, principal, ...any }) => ({
    ...allowed,
    ...any,
    requirement: AUDIT,
    client: { kind: any.kind, environment: null },
    principal: principal && { ...allowed.principal!, kind: principal },
    member: status && { ...member({ 'company.directory': directory }, role), status },
    installation: any.hasInstallation ? { ...installation, principalId: 3 } : null,
    scopes: ScopeSet.of(any.scope),
    namedProject: null,
    project: null,
    projectMember: null,
  }));

const isAccount = ({ client, principal }: DecisionInput): boolean =>
  client.kind === 'service_account' && principal?.kind === 'service_account';

const administersInPerson = ({ principal, member: entry }: DecisionInput): boolean =>
  principal?.kind === 'user' && (entry?.role === 'admin' || entry?.levels['company.directory'] === 'admin');

describe('the decision about the audit trail', () => {
  const account: DecisionInput = {
    ...allowed,
    requirement: AUDIT,
    client: { kind: 'service_account', environment: 'production' },
    principal: { ...allowed.principal!, kind: 'service_account' },
    installation: null,
    grant: null,
    namedProject: null,
    project: null,
    projectMember: null,
    scopes: ScopeSet.of('audit:read'),
  };

  it('lets a company-managed service account with the scope read it', () => {
    expect(decide(account)).toBeNull();
  });

  it.each<[string, Partial<DecisionInput>, string]>([
    ['without the scope', { scopes: ScopeSet.of('tools:admin') }, 'insufficient_scope'],
    ['of another company', { member: null }, 'not_found'],
    ['that is switched off in the directory', { member: { ...member(), status: 'inactive' } }, 'not_found'],
    [
      'where no administrator can give the scope',
      { requirement: { ...AUDIT, orServiceAccount: false } },
      'insufficient_role',
    ],
    ['of an installed app', { client: { kind: 'app', environment: 'production' }, installation }, 'insufficient_role'],
    ['that is a person', { principal: allowed.principal }, 'insufficient_role'],
  ])('refuses one %s', (_, change, expected) => {
    expect(code(change, account)).toBe(expected);
  });

  it('lets nobody pass but administrators in person and such accounts, all with the scope, for any input', () => {
    fc.assert(
      fc.property(anyReader, (input) => {
        const passes = decide(input) === null;
        const isEntitled = (administersInPerson(input) || isAccount(input)) && input.scopes.has('audit:read');
        if (passes) expect(isEntitled && input.tokenIsValid).toBe(true);
        const isInPlace = input.tokenIsValid && input.member?.status === 'active' && input.client.kind !== 'app';
        if (isInPlace && isEntitled) expect(passes).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('makes a service account no administrator where the route does not say so, for any input', () => {
    fc.assert(
      fc.property(anyReader, fc.constantFrom(false, undefined), (input, orServiceAccount) => {
        const { companyRole, scope } = AUDIT;
        if (isAccount(input))
          expect(decide({ ...input, requirement: { companyRole, scope, orServiceAccount } })).not.toBeNull();
      }),
    );
  });
});

describe('the decision for any input', () => {
  it('answers with the first failing row of its explanation', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const firstFailure = explain(input).find(({ outcome }) => outcome === 'fail');
        expect(decide(input)?.code ?? null).toBe(firstFailure?.code ?? null);
      }),
    );
  });

  it('never lets a dead token pass, nor one beyond its grant, nor an app without installation', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const mustFail =
          !input.tokenIsValid ||
          input.grant?.companies.size === 0 ||
          (input.client.kind === 'app' && input.installation === null);
        if (mustFail) expect(decide(input)).not.toBeNull();
      }),
    );
  });

  it('never grants more for a higher requirement', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const needs = (required: Level): DecisionInput => ({
          ...input,
          requirement: { tool: { name: 'project.rfis', level: required } },
        });
        const passes = LEVELS.map((required) => decide(needs(required)) === null);
        for (let i = 1; i < passes.length; i++) expect(passes[i] && !passes[i - 1]).toBe(false);
      }),
    );
  });

  it('tells whoever has no part in a project nothing of its state', () => {
    fc.assert(
      fc.property(anyInput, fc.boolean(), fc.boolean(), (input, active, off) => {
        if (input.projectMember || input.isOwnToken || input.member?.role === 'admin') return;
        const disabledTools = new Set(off ? ['project.rfis'] : []);
        const changed = { ...input, project: { ...input.project!, active, disabledTools } };
        expect(decide(changed)).toEqual(decide(input));
      }),
    );
  });

  it('loses no right when the principal gains a level', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        if (decide(input) === null && input.projectMember && !input.isOwnToken) {
          expect(decide({ ...input, projectMember: inProject('admin') })).toBeNull();
        }
      }),
    );
  });

  it('has a remedy for every row', () => {
    for (const check of CHECKS) expect(check.remedy).not.toBe('');
  });
});
