import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ToolCatalogue } from '../access/index.js';
import { DomainError, parseOrRefuse } from '../shared/index.js';
import { readManifest } from './manifest-reader.js';
import { ManifestBody } from './manifest.schemas.js';
import { hasServiceAccount, type Manifest, permissionsOf, userPermissionsOf } from './manifest.js';

const catalogue = new ToolCatalogue();

const read = (manifest: unknown): Manifest => readManifest(parseOrRefuse(ManifestBody, manifest), catalogue);

/** The fields that a refusal names. */
function faultsOf(manifest: unknown): Record<string, readonly string[]> {
  try {
    read(manifest);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'invalid_fields') return { ...error.options.fields };
    throw error;
  }
  return {};
}

const asService = (permissions: object): object => ({ components: ['service_account'], permissions });

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
    const faults = faultsOf(asService({ company: { rfis: 'readonly' }, project: { rfiz: 'standard', rfis: 'admin' } }));
    expect(Object.keys(faults).sort()).toEqual([
      'manifest.permissions.company.rfis',
      'manifest.permissions.project.rfiz',
    ]);
  });

  it('names unknown tools of the ceiling for users too', () => {
    const manifest = { components: ['user'], user_permissions: { project: { nothing: 'admin' } } };
    expect(Object.keys(faultsOf(manifest))).toEqual(['manifest.user_permissions.project.nothing']);
  });

  it('refuses a full name of the other kind', () => {
    const faults = faultsOf(asService({ company: { 'project.rfis': 'standard' } }));
    expect(Object.keys(faults)).toEqual(['manifest.permissions.company.project.rfis']);
  });

  it('refuses a level that the tool cannot have', () => {
    expect(Object.keys(faultsOf(asService({ company: { admin: 'standard' } })))).toEqual([
      'manifest.permissions.company.admin',
    ]);
  });

  it('refuses a tool that is named twice', () => {
    const faults = faultsOf(asService({ project: { rfis: 'standard', 'project.rfis': 'admin' } }));
    expect(Object.keys(faults)).toHaveLength(1);
  });

  it('refuses permissions without the service account that would have them', () => {
    const manifest = { components: ['user'], permissions: { project: { rfis: 'standard' } } };
    expect(Object.keys(faultsOf(manifest))).toEqual(['manifest.permissions']);
  });

  it('refuses a ceiling for users without the component for them', () => {
    const manifest = { components: ['service_account'], user_permissions: { project: { rfis: 'standard' } } };
    expect(Object.keys(faultsOf(manifest))).toEqual(['manifest.user_permissions']);
  });

  it.each([
    [{}, 'components'],
    [{ components: [] }, 'components'],
    [{ components: ['fullscreen'] }, 'components.0'],
    [{ components: ['user', 'user'] }, 'components'],
    [{ components: ['user'], scopes: [] }, 'scopes'],
    [asService({ project: { rfis: 'owner' } }), 'permissions.project.rfis'],
    [asService({ site: {} }), 'permissions.site'],
    [
      { components: ['user'], post_install_instruction: { page: { url: 'javascript:alert(1)', label: 'x' } } },
      'post_install_instruction.page.url',
    ],
  ])('refuses %j', (manifest, field) => expect(Object.keys(faultsOf(manifest))).toContain(field));
});
