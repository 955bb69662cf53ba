import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AccessRequirement, neededScope } from '../../src/access/index.js';
import { send } from '../support/http.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { bodyOf, type Operation, operationsOf, schemasIn, schemasOf, walk } from './openapi-document.js';
import { declaredRoutes, type ReachedRoute } from './routes.js';
import { faultsOf, faultsOfSchema } from './schema-faults.js';

let app: TestApp;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the document is what is examined
let document: any;
let operations: Operation[];
let closed: (ReachedRoute & { operation: Operation | undefined })[];

beforeAll(async () => {
  app = await startApp();
  document = (await send(`${app.url}/openapi.json`)).body;
  operations = operationsOf(document);
  closed = declaredRoutes(app)
    .filter(({ requirement }) => !requirement.isPublic && !requirement.inBrowser)
    .map((route) => ({ ...route, operation: operationOf(route) }));
});
afterAll(() => app.close());

const templateOf = (url: string): string => url.replace(/:(\w+)/g, '{$1}');

const operationOf = ({ method, url }: ReachedRoute): Operation | undefined =>
  operations.find((one) => one.method === method && one.path === templateOf(url));

const nameOf = ({ method, path }: Operation): string => `${method} ${path}`;

/** The operations for which something does not hold, by name. */
const those = (list: readonly Operation[], isWrong: (operation: Operation) => boolean): string[] =>
  list.filter(isWrong).map(nameOf);

/** The JSON bodies that the routes which are not public take. */
const bodies = (): Operation[] =>
  closed.flatMap(({ operation }) => (operation && bodyOf(operation) ? [operation] : []));

/** Procore's own routes take documented fields that are not kept, and ignore them (http-api.md). */
const PROCORE = new Set(
  [
    'POST /app_installations',
    'PATCH /app_installations/{id}',
    'POST /installation_requests',
    'POST /companies/{companyId}/permission_templates',
    'PATCH /companies/{companyId}/permission_templates/{id}',
    'POST /companies/{companyId}/users',
    'PATCH /companies/{companyId}/users/{id}',
    'POST /projects',
    'PATCH /projects/{projectId}',
    'PATCH /projects/{projectId}/permission_template_assignments',
    'PATCH /projects/{projectId}/tools',
    'POST /projects/{projectId}/users/{id}/actions/add',
  ].map((name) => name.replace(' ', ' /rest/v1.0')),
);

describe('every route that is not public', () => {
  const described = (): Operation[] => closed.flatMap(({ operation }) => operation ?? []);

  it('is in the document', () => {
    const missing = closed.filter(({ operation }) => !operation).map(({ method, url }) => `${method} ${url}`);
    expect(missing).toEqual([]);
    expect(closed.length).toBeGreaterThan(70);
  });

  it('has a summary of its own and a tag', () => {
    expect(those(described(), ({ summary }) => !summary)).toEqual([]);
    expect(those(described(), ({ tags }) => !Array.isArray(tags) || tags.length !== 1)).toEqual([]);
    const summaries = described().map(({ summary }) => summary);
    expect(summaries.filter((summary, at) => summaries.indexOf(summary) !== at)).toEqual([]);
  });

  it('says in words and in its security what access it demands', () => {
    for (const { requirement, operation } of closed) {
      const { description, security } = operation as Operation;
      const scope = neededScope(requirement);
      expect(security).toEqual([{ oauth2: scope ? [scope] : [] }, { bearer: [] }]);
      const [, access] = /\*\*Access:\*\* (.+)$/.exec(description ?? '') ?? [];
      const words = wordsOf(requirement);
      if (words.length === 0) expect(access).toBe('any valid token.');
      for (const word of words) expect(access).toContain(`\`${word}\``);
    }
  });

  it('names its success and its refusals, and what its success looks like', () => {
    for (const status of ['401', '403', '404']) {
      expect(those(described(), ({ responses }) => !responses[status]?.description)).toEqual([]);
    }
    const successes = ({ responses }: Operation): string[] => Object.keys(responses).filter((key) => /^2/.test(key));
    expect(those(described(), (operation) => successes(operation).length === 0)).toEqual([]);
    expect(those(described(), (operation) => successes(operation).some((key) => isBare(operation, key)))).toEqual([]);
    expect(those(described(), ({ method, responses }) => method === 'GET' && !('200' in responses))).toEqual([]);
  });

  it('that takes a body names the refusal of a wrong one', () => {
    expect(those(bodies(), ({ responses }) => !responses['422'])).toEqual([]);
  });

  it('that takes a body shows an example of it that it would accept', () => {
    expect(those(bodies(), (operation) => bodyOf(operation)?.example === undefined)).toEqual([]);
    const faults = bodies().flatMap((operation) => {
      const schema = bodyOf(operation) ?? {};
      return faultsOf(schema.example, schema).map((fault) => `${nameOf(operation)}: ${fault}`);
    });
    expect(faults).toEqual([]);
  });

  it('that shows an example of its answer shows one that it could give', () => {
    const answers = described().flatMap((operation) =>
      Object.values(operation.responses).flatMap(({ content }) => {
        const schema = content?.['application/json']?.schema;
        return schema?.example === undefined ? [] : [{ operation, schema }];
      }),
    );
    expect(answers.length).toBeGreaterThan(20);
    const faults = answers.flatMap(({ operation, schema }) =>
      faultsOf(schema.example, schema, 'answer').map((fault) => `${nameOf(operation)}: ${fault}`),
    );
    expect(faults).toEqual([]);
  });

  it('that takes a body refuses unknown fields, unless Procore’s clients send them', () => {
    const open = bodies().filter((operation) =>
      [...schemasIn(bodyOf(operation) ?? {}, '')].some(
        ([, schema]) => schema.type === 'object' && schema.properties && schema.additionalProperties !== false,
      ),
    );
    expect(open.map(nameOf).sort()).toEqual([...PROCORE].sort());
  });
});

/** What the text must name of a requirement. */
function wordsOf(requirement: AccessRequirement): string[] {
  const { companyRole, projectRole, tool, orTool } = requirement;
  const roles = [companyRole, projectRole, ...Object.values(tool ?? {}), ...Object.values(orTool ?? {})];
  return [neededScope(requirement), ...roles].filter((word) => word !== undefined) as string[];
}

const isBare = ({ responses }: Operation, status: string): boolean =>
  (status === '204') === Object.values(responses[status].content ?? {}).some(({ schema }) => schema !== undefined);

describe('the document', () => {
  it('is OpenAPI 3.0 with a title, a version and the issuer as its server', () => {
    expect(document.openapi).toMatch(/^3\.0\.\d+$/);
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
    expect(document.servers).toEqual([{ url: app.configuration.issuer }]);
  });

  it('calls every operation by one name that a generated client can use', () => {
    const ids = operations.map(({ operationId }) => operationId ?? '');
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    expect(ids.filter((id) => !/^[A-Za-z]\w*$/.test(id))).toEqual([]);
  });

  it('documents no route that is not there', () => {
    const known = new Set(declaredRoutes(app).map(({ method, url }) => `${method} ${templateOf(url)}`));
    expect(those(operations, (operation) => !known.has(nameOf(operation)))).toEqual([]);
  });

  it('names only what it has: references, security schemes, scopes', () => {
    walk(document, (node, at) => {
      if (typeof node.$ref === 'string') expect([at, resolves(node.$ref as string)]).toEqual([at, true]);
    });
    const { securitySchemes } = document.components;
    const scopes = Object.keys(securitySchemes.oauth2.flows.authorizationCode.scopes as object);
    for (const { security = [] } of operations) {
      for (const [scheme, asked] of security.flatMap((one) => Object.entries(one))) {
        expect(Object.keys(securitySchemes as object)).toContain(scheme);
        if (scheme === 'oauth2') expect(scopes).toEqual(expect.arrayContaining([...asked]));
      }
    }
  });

  it('declares every parameter once, and those of the path exactly', () => {
    for (const operation of operations) {
      const { path, parameters = [] } = operation;
      const names = parameters.map((parameter) => `${parameter.in} ${parameter.name.toLowerCase()}`);
      expect([nameOf(operation), names.filter((name, at) => names.indexOf(name) !== at)]).toEqual([
        nameOf(operation),
        [],
      ]);
      const inPath = parameters.filter((parameter) => parameter.in === 'path');
      const templated = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect([nameOf(operation), inPath.map(({ name }) => name).sort()]).toEqual([nameOf(operation), templated.sort()]);
      expect(inPath.every(({ required }) => required)).toBe(true);
      expect(parameters.every((parameter) => typeof parameter.schema === 'object')).toBe(true);
    }
  });

  it('has no two paths that differ in the names of their parameters alone', () => {
    const shapes = Object.keys(document.paths as object).map((path) => path.replace(/\{\w+\}/g, '{}'));
    expect(shapes.filter((shape, at) => shapes.indexOf(shape) !== at)).toEqual([]);
    expect(shapes.filter((shape) => !shape.startsWith('/'))).toEqual([]);
  });

  it('describes every response, and asks for no body where HTTP has none', () => {
    for (const { method, responses, requestBody } of operations) {
      expect(Object.keys(responses).filter((status) => !/^([1-5]\d\d|default)$/.test(status))).toEqual([]);
      expect(Object.values(responses).filter(({ description }) => typeof description !== 'string')).toEqual([]);
      if (method === 'GET' || method === 'DELETE') expect(requestBody).toBeUndefined();
    }
  });

  it('writes its schemas in the words of OpenAPI 3.0', () => {
    const faults = operations.flatMap(schemasOf).flatMap(([at, schema]) => faultsOfSchema(at, schema));
    expect([...new Set(faults)]).toEqual([]);
  });
});

describe('what examines the document', () => {
  const schema = {
    type: 'object',
    required: ['level'],
    properties: { level: { type: 'string', enum: ['none'] }, ids: { type: 'array', items: { type: 'integer' } } },
    additionalProperties: false,
  };

  it('finds an example that the schema would refuse', () => {
    expect(faultsOf({ level: 'none', ids: [1] }, schema)).toEqual([]);
    expect(faultsOf({ level: 'some', ids: [1, 'x'], name: 1 }, schema)).toEqual([
      'body.level is none of the enum',
      'body.ids is no integer',
      'body.name is unknown',
    ]);
    expect(faultsOf({ ids: null }, schema)).toEqual(['body.level is missing', 'body.ids is null']);
  });

  it('finds the words of a later JSON Schema, and what a schema lacks', () => {
    const later = { type: 'object', const: 1, exclusiveMinimum: 1, required: ['a'], properties: {} };
    expect(faultsOfSchema('here', later)).toEqual([
      'here: const',
      'here: a number as bound',
      'here: requires a, which it lacks',
    ]);
    expect(faultsOfSchema('here', { type: 'array' })).toEqual(['here: an array of nothing']);
    expect(faultsOfSchema('here', { type: 'null' })).toEqual(['here: type "null"']);
  });

  it('finds a reference that leads nowhere', () => {
    expect(['#/info/title', '#/components/schemas/None', 'other.json#/info'].map(resolves)).toEqual([
      true,
      false,
      false,
    ]);
  });
});

/** A local reference (RFC 6901). */
function resolves(reference: string): boolean {
  const keys = reference.split('/').slice(1);
  let node: unknown = document;
  for (const key of keys) node = (node as Record<string, unknown>)?.[key.replaceAll('~1', '/').replaceAll('~0', '~')];
  return reference.startsWith('#/') && node !== undefined;
}
