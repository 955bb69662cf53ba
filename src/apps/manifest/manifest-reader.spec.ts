import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ToolCatalogue } from '../../access/index.js';
import { DomainError, parseOrRefuse } from '../../shared/index.js';
import { faultsOfManifest, readManifest } from './manifest-reader.js';
import { ManifestBody } from './manifest.schemas.js';
import {
  factsOf,
  hasServiceAccount,
  type Manifest,
  permissionsOf,
  procoreComponents,
  userPermissionsOf,
} from './manifest.js';

const catalogue = new ToolCatalogue();

const read = (manifest: unknown): Manifest => readManifest(parseOrRefuse(ManifestBody, manifest), catalogue);

/** The paths that a refusal names. */
const faultyPaths = (manifest: unknown): string[] => Object.keys(faultsOfManifest(manifest, catalogue)).sort();

const asService = (permissions: object): object => ({ components: ['service_account'], permissions });

const PAGE = { type: 'fullscreen', title: 'Reports', source_url: 'https://app.example.com/reports' };
const PANEL = { ...PAGE, type: 'sidepanel', views: ['commitments.purchase_orders.detail'] };
const embedded = (...pages: object[]): object => ({ components: ['embedded'], embedded: pages });

const configured = (properties: object, rest: object = {}): object => ({
  components: ['user'],
  configuration: { schema: { type: 'object', properties, ...rest } },
});

describe('reading a manifest', () => {
  it("understands Procore's spelling: short tool names and readonly", () => {
    const manifest = read(asService({ company: { directory: 'readonly' }, project: { rfis: 'standard' } }));
    expect(permissionsOf(manifest)).toEqual({ 'company.directory': 'read_only', 'project.rfis': 'standard' });
  });

  it('understands full names and our level words', () => {
    const manifest = read(asService({ project: { 'project.rfis': 'read_only' } }));
    expect(permissionsOf(manifest)).toEqual({ 'project.rfis': 'read_only' });
  });

  it('leaves out none, which is what every other tool has', () => {
    expect(permissionsOf(read(asService({ project: { rfis: 'none', drawings: 'admin' } })))).toEqual({
      'project.drawings': 'admin',
    });
  });

  it('tells a ceiling of nothing from no ceiling', () => {
    expect(userPermissionsOf(read({ components: ['user'] }))).toBeNull();
    expect(userPermissionsOf(read({ components: ['user'], user_permissions: {} }))).toEqual({});
  });

  it('knows whether a service account is wanted', () => {
    expect(hasServiceAccount(read({ components: ['user'] }))).toBe(false);
    expect(hasServiceAccount(read({ components: ['user', 'service_account'] }))).toBe(true);
  });

  it('keeps pages, configuration and instructions as they are, and no $schema', () => {
    const rest = {
      embedded: [PAGE, PANEL],
      configuration: {
        schema: { type: 'object', properties: { inbox: { type: 'string', format: 'uri' } }, required: ['inbox'] },
        company: true,
      },
      setup_instructions: 'Ask your administrator.',
      post_install_instruction: { notes: 'Done.', page: { url: 'https://app.example.com/', label: 'Open' } },
    };
    const manifest = read({
      $schema: 'https://gatehouse.example/schemas/app-manifest.json',
      components: ['embedded'],
      ...rest,
    });
    expect(manifest).toEqual({
      schema_version: '4.1',
      components: ['embedded'],
      permissions: { company: {}, project: {} },
      ...rest,
    });
  });

  it("says in Procore's words what an app consists of", () => {
    expect(procoreComponents(read({ components: ['user', 'service_account'] }))).toEqual(['oauth']);
    expect(procoreComponents(read(embedded(PANEL, PAGE, { ...PAGE, title: 'Second' })))).toEqual([
      'sidepanel',
      'fullscreen',
    ]);
    const both = { components: ['user', 'embedded'], embedded: [PAGE] };
    expect(procoreComponents(read(both))).toEqual(['oauth', 'fullscreen']);
  });

  it('still reads what was stored before there were pages and configurations', () => {
    const stored: Manifest = {
      schema_version: '4.1',
      components: ['user'],
      permissions: { company: {}, project: {} },
    };
    expect(procoreComponents(stored)).toEqual(['oauth']);
    expect(JSON.parse(JSON.stringify(factsOf(stored)))).toEqual({
      components: ['user'],
      permissions: { company: {}, project: {} },
    });
  });

  it('reads its own output to the same', () => {
    const tools = catalogue.list().filter((tool) => !tool.levels);
    const level = fc.constantFrom('readonly', 'read_only', 'standard', 'admin', 'none');
    const group = (kind: string) => {
      const names = tools.map(({ name }) => name).filter((name) => name.startsWith(`${kind}.`));
      return fc.dictionary(fc.constantFrom(...names), level);
    };
    const permissions = fc.record({ company: group('company'), project: group('project') });
    fc.assert(
      fc.property(permissions, permissions, (own, users) => {
        const body = { components: ['user', 'service_account'], permissions: own, user_permissions: users };
        const once = read(body);
        expect(read(JSON.parse(JSON.stringify(once)))).toEqual(once);
      }),
    );
  });
});

describe('refusing a manifest', () => {
  it('names every tool that does not exist, by its path', () => {
    const manifest = asService({ company: { rfis: 'readonly' }, project: { rfiz: 'standard', rfis: 'admin' } });
    expect(faultyPaths(manifest)).toEqual(['permissions.company.rfis', 'permissions.project.rfiz']);
  });

  it('names unknown tools of the ceiling for users too', () => {
    const manifest = { components: ['user'], user_permissions: { project: { nothing: 'admin' } } };
    expect(faultyPaths(manifest)).toEqual(['user_permissions.project.nothing']);
  });

  it('names faults of the form and unknown tools at once', () => {
    const manifest = {
      components: ['user', 'robot'],
      surprise: 1,
      permissions: { project: { rfiz: 'standard', rfis: 'owner', drawings: 'admin' } },
      embedded: [{ ...PAGE, source_url: 'http://app.example.com' }],
      configuration: { schema: { type: 'object', properties: { a: { type: 'text' } }, required: ['b'] }, company: 1 },
      post_install_instruction: { page: { url: 'javascript:alert(1)', label: '' } },
    };
    expect(faultyPaths(manifest)).toEqual([
      'components.1',
      'configuration.company',
      'configuration.schema.properties.a.type',
      'configuration.schema.required.0',
      'embedded',
      'embedded.0.source_url',
      'permissions',
      'permissions.project.rfis',
      'permissions.project.rfiz',
      'post_install_instruction.page.label',
      'post_install_instruction.page.url',
      'surprise',
    ]);
  });

  it('throws for what breaks a rule, should somebody read without asking first', () => {
    const body = parseOrRefuse(ManifestBody, asService({ project: { rfiz: 'standard' } }));
    expect(() => readManifest(body, catalogue)).toThrow(DomainError);
  });

  it.each<[object, string[]]>([
    [asService({ company: { 'project.rfis': 'standard' } }), ['permissions.company.project.rfis']],
    [asService({ company: { admin: 'standard' } }), ['permissions.company.admin']],
    [asService({ project: { rfis: 'standard', 'project.rfis': 'admin' } }), ['permissions.project.project.rfis']],
    [{ components: ['user'], permissions: { project: { rfis: 'standard' } } }, ['permissions']],
    [{ components: ['service_account'], user_permissions: { project: {} } }, ['user_permissions']],
    [{}, ['components']],
    [{ components: [] }, ['components']],
    [{ components: ['fullscreen'] }, ['components.0']],
    [{ components: ['user', 'user'] }, ['components']],
    [{ components: ['user'], scopes: [] }, ['scopes']],
    [asService({ project: { rfis: 'owner' } }), ['permissions.project.rfis']],
    [
      asService({ project: { constructor: 'admin', toString: 'readonly' } }),
      ['permissions.project.constructor', 'permissions.project.toString'],
    ],
    [asService({ site: {} }), ['permissions.site']],
    [{ components: ['user'], embedded: [PAGE] }, ['embedded']],
    [{ components: ['embedded'] }, ['embedded']],
    [embedded(), ['embedded']],
    [embedded({ ...PAGE, views: ['home'] }), ['embedded.0.views']],
    [embedded({ ...PANEL, views: [] }), ['embedded.0.views']],
    [embedded(PAGE, { ...PANEL, views: ['a', 'a'] }), ['embedded.1.views']],
    [embedded({ ...PANEL, views: ['Home Page'] }), ['embedded.0.views.0']],
    [embedded({ ...PAGE, type: 'iframe' }), ['embedded.0.type']],
    [embedded({ ...PAGE, title: ' ' }), ['embedded.0.title']],
    ...[
      'http://app.example.com',
      'https://user@app.example.com',
      'https://app.example.com\\@evil.example',
      'javascript:alert(1)',
      'https://{{procore.company.id}}.example.com',
      '//app.example.com',
    ].map((source_url): [object, string[]] => [embedded({ ...PAGE, source_url }), ['embedded.0.source_url']]),
    [{ components: ['user'], setup_instructions: '' }, ['setup_instructions']],
    [{ components: ['user'], setup_instructions: 'x'.repeat(10_001) }, ['setup_instructions']],
    [
      { components: ['user'], post_install_instruction: { notes: 'é'.repeat(4_001) } },
      ['post_install_instruction.notes'],
    ],
  ])('refuses %j', (manifest, paths) => expect(faultyPaths(manifest)).toEqual(paths));

  it.each([null, undefined, 7, 'text', []])('refuses %j', (manifest) => {
    expect(faultyPaths(manifest)).toEqual(['']);
  });

  it('refuses one that would not fit where it is kept', () => {
    const properties = Object.fromEntries(
      Array.from({ length: 50 }, (_, at) => [`f${at}`, { type: 'string', description: 'é'.repeat(400) }]),
    );
    expect(faultyPaths(configured(properties))).toEqual(['']);
  });
});

describe('the schema of a configuration', () => {
  const at = (path: string): string => `configuration.schema.${path}`;

  it.each<[object, string]>([
    [{ secret: { type: 'string' } }, 'properties.secret'],
    [{ api_token: { type: 'string' } }, 'properties.api_token'],
    [{ clientSecret: { type: 'string' } }, 'properties.clientSecret'],
    [{ constructor: { type: 'string' } }, 'properties.constructor'],
    [{ '1st': { type: 'string' } }, 'properties.1st'],
    [{ 'a b': { type: 'string' } }, 'properties.a b'],
    [{ a: { type: 'object' } }, 'properties.a.type'],
    [{ a: { type: 'string', pattern: '^(a+)+$' } }, 'properties.a.pattern'],
    [{ a: { $ref: '#/properties/b' } }, 'properties.a.type'],
    [{ a: { type: 'string', $ref: '#' } }, 'properties.a.$ref'],
    [{ a: { type: 'string', default: 'x' } }, 'properties.a.default'],
    [{ a: { type: 'string', format: 'regex' } }, 'properties.a.format'],
    [{ a: { type: 'string', minLength: 3, maxLength: 2 } }, 'properties.a.minLength'],
    [{ a: { type: 'string', maxLength: 4_001 } }, 'properties.a.maxLength'],
    [{ a: { type: 'string', enum: [] } }, 'properties.a.enum'],
    [{ a: { type: 'string', enum: ['x', 'x'] } }, 'properties.a.enum'],
    [{ a: { type: 'string', enum: ['x', 'long'], maxLength: 2 } }, 'properties.a.enum.1'],
    [{ a: { type: 'string', enum: [1] } }, 'properties.a.enum.0'],
    [{ a: { type: 'string', enum: ['nowhere'], format: 'uri' } }, 'properties.a.enum.0'],
    [{ a: { type: 'integer', minimum: 3, maximum: 2 } }, 'properties.a.minimum'],
    [{ a: { type: 'integer', minimum: 1.5 } }, 'properties.a.minimum'],
    [{ a: { type: 'integer', maximum: 1e300 } }, 'properties.a.maximum'],
    [{ a: { type: 'integer', minLength: 1 } }, 'properties.a.minLength'],
    [{ a: { type: 'number', enum: [5], maximum: 4 } }, 'properties.a.enum.0'],
    [{ a: { type: 'boolean', enum: [true] } }, 'properties.a.enum'],
  ])('cannot be %j', (properties, path) => expect(faultyPaths(configured(properties))).toEqual([at(path)]));

  it.each<[object, string[]]>([
    [{ required: ['a', 'a'] }, ['required']],
    [{ required: ['b', 'a', 'toString'] }, ['required.0', 'required.2']],
    [{ additionalProperties: true }, ['additionalProperties']],
    [{ type: 'array' }, ['type']],
    [{ $defs: {} }, ['$defs']],
  ])('cannot have %j', (rest, paths) => {
    expect(faultyPaths(configured({ a: { type: 'boolean' } }, rest))).toEqual(paths.map(at));
  });

  it('has fifty fields at most', () => {
    const fields = (count: number): object =>
      Object.fromEntries(Array.from({ length: count }, (_, position) => [`f${position}`, { type: 'boolean' }]));
    expect(faultyPaths(configured(fields(50)))).toEqual([]);
    expect(faultyPaths(configured(fields(51)))).toEqual([at('properties')]);
  });
});
