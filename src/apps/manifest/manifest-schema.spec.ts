import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { ToolCatalogue } from '../../access/index.js';
import { faultsOfManifest } from './manifest-reader.js';
import { ManifestSchema } from './manifest-schema.js';

const catalogue = new ToolCatalogue();
const { document } = new ManifestSchema(catalogue, { url: 'https://gatehouse.example', isHttps: true });

/** Strict about what draft 2020-12 knows; `uri` is an annotation. */
const ajv = new Ajv2020({ allErrors: true, strict: true, formats: { uri: true } });
const fits = ajv.compile(document);

const PAGE = { type: 'fullscreen', title: 'Reports', source_url: 'https://app.example.com/reports' };

const restrictions = catalogue.list().map((tool) => {
  const [kind, short] = tool.name.split('.') as ['company' | 'project', string];
  return { kind, short, full: tool.name, levels: catalogue.levelsOf(tool) };
});

const permissions = (kind: 'company' | 'project') =>
  fc
    .subarray(
      restrictions.filter((tool) => tool.kind === kind),
      { maxLength: 5 },
    )
    .chain((tools) =>
      fc
        .tuple(
          ...tools.map(({ short, full, levels }) =>
            fc.tuple(
              fc.constantFrom(short, full),
              fc.constantFrom(...levels).map((level) => (level === 'read_only' ? 'readonly' : level)),
            ),
          ),
        )
        .map((entries) => Object.fromEntries(entries)),
    );

const manifest = fc.record(
  {
    $schema: fc.constant('https://gatehouse.example/schemas/app-manifest.json'),
    components: fc.constant(['user', 'service_account', 'embedded']),
    embedded: fc.constantFrom([PAGE], [PAGE, { ...PAGE, type: 'sidepanel', views: ['commitments.detail'] }]),
    permissions: fc.record({ company: permissions('company'), project: permissions('project') }),
    user_permissions: fc.record({ project: permissions('project') }, { requiredKeys: [] }),
    configuration: fc.constantFrom(
      { schema: { type: 'object', properties: { a: { type: 'string', enum: ['x', 'y'] } } } },
      { schema: { type: 'object', properties: { a: { type: 'number', maximum: 4 } }, required: ['a'] }, company: true },
    ),
    setup_instructions: fc.constant('Ask.'),
  },
  { requiredKeys: ['components', 'embedded'] },
);

describe('the published schema', () => {
  it('says what it is, where, and of which draft', () => {
    expect(document).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'https://gatehouse.example/schemas/app-manifest.json',
      title: 'App manifest',
      examples: [expect.objectContaining({ components: ['user', 'service_account'] })],
    });
    expect(JSON.stringify(document)).not.toContain('"example":');
    expect(fits((document.examples as unknown[])[0])).toBe(true);
  });

  it('takes every manifest that the server takes', () => {
    fc.assert(
      fc.property(manifest, (sent) => {
        expect(faultsOfManifest(sent, catalogue)).toEqual({});
        expect([fits(sent), fits.errors]).toEqual([true, null]);
      }),
    );
  });

  it.each<[string, object]>([
    ['an unknown tool', { permissions: { project: { rfiz: 'standard' } } }],
    ['a tool of the other kind', { permissions: { company: { 'project.rfis': 'standard' } } }],
    ['an unknown level', { permissions: { project: { rfis: 'owner' } } }],
    ['a level that the tool does not have', { permissions: { company: { admin: 'standard' } } }],
    ['the same by its full name', { permissions: { company: { 'company.admin': 'readonly' } } }],
    ['an unknown component', { components: ['robot'] }],
    ['a component twice', { components: ['user', 'user'] }],
    ['no component', { components: [] }],
    ['an unknown field', { scopes: [] }],
    ['a page that is not encrypted', { embedded: [{ ...PAGE, source_url: 'http://app.example.com' }] }],
    ['views of a full screen', { embedded: [{ ...PAGE, views: ['home'] }] }],
    [
      'a pattern',
      { configuration: { schema: { type: 'object', properties: { a: { type: 'string', pattern: 'x' } } } } },
    ],
    ['a reference', { configuration: { schema: { type: 'object', properties: { a: { $ref: '#' } } } } }],
    [
      'an oddly named field',
      { configuration: { schema: { type: 'object', properties: { 'a b': { type: 'boolean' } } } } },
    ],
  ])('refuses %s, as the server does', (_, fields) => {
    const sent = { components: ['service_account', 'embedded'], embedded: [PAGE], ...fields };
    expect(fits(sent)).toBe(false);
    expect(Object.keys(faultsOfManifest(sent, catalogue))).not.toEqual([]);
  });
});
