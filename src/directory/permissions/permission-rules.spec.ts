import { describe, expect, it } from '@jest/globals';
import { ToolCatalogue } from '../../access/index.js';
import { PermissionRules, type ProposedPermissions, type ToolKind } from './permission-rules.js';
import { administers, effectivePermissions } from './permission-set.js';

const rules = new PermissionRules(new ToolCatalogue());

/** The wrong fields of a proposal; none if it is sound. */
function faultsOf(kind: ToolKind, proposed: Partial<ProposedPermissions>, inherited = {}): unknown {
  try {
    rules.check(kind, { levels: {}, actions: {}, ...proposed }, { inherited });
    return {};
  } catch (error) {
    return (error as { options: { fields: unknown } }).options.fields;
  }
}

describe('PermissionRules', () => {
  it('lets sound levels and actions pass, each action once', () => {
    const proposed = {
      levels: { 'company.directory': 'read_only' },
      actions: { 'company.directory': ['edit_users', 'create_users', 'edit_users'] },
    };
    expect(rules.check('company', proposed)).toEqual({
      levels: { 'company.directory': 'read_only' },
      actions: { 'company.directory': ['create_users', 'edit_users'] },
    });
  });

  it('names every wrong field at once', () => {
    const levels = { 'company.nope': 'admin', 'company.directory': 'boss', 'company.home': 'standard' };
    const actions = { 'company.home': ['fly'], 'company.gone': ['create_users'] };
    expect(Object.keys(faultsOf('company', { levels, actions }) as object).sort()).toEqual([
      'actions.company.gone',
      'actions.company.home',
      'levels.company.directory',
      'levels.company.nope',
    ]);
  });

  it.each<[string, ToolKind, Partial<ProposedPermissions>, string]>([
    ['a project tool in the company', 'company', { levels: { 'project.rfis': 'admin' } }, 'levels.project.rfis'],
    ['a company tool in a project', 'project', { levels: { 'company.home': 'admin' } }, 'levels.company.home'],
    [
      'a level that the tool does not have',
      'company',
      { levels: { 'company.admin': 'standard' } },
      'levels.company.admin',
    ],
    ["Procore's spelling of a level", 'company', { levels: { 'company.home': 'readonly' } }, 'levels.company.home'],
    ['a name from the prototype', 'company', { levels: { constructor: 'admin' } }, 'levels.constructor'],
    ['an action of another tool', 'company', { actions: { 'company.home': ['create_users'] } }, 'actions.company.home'],
  ])('refuses %s', (_name, kind, proposed, field) => {
    expect(faultsOf(kind, proposed)).toHaveProperty([field]);
  });

  it.each(['none', 'admin'])('refuses an action on top of %s', (level) => {
    const levels = { 'company.directory': level };
    const faults = faultsOf('company', { levels, actions: { 'company.directory': ['create_users'] } });
    expect(faults).toHaveProperty(['actions.company.directory']);
  });

  it('refuses an action without any level, unless the template brings one', () => {
    const actions = { 'company.directory': ['create_users'] };
    expect(faultsOf('company', { actions })).toHaveProperty(['actions.company.directory']);
    expect(faultsOf('company', { actions }, { 'company.directory': 'standard' })).toEqual({});
    const levels = { 'company.directory': 'none' };
    const faults = faultsOf('company', { levels, actions }, { 'company.directory': 'standard' });
    expect(faults).toHaveProperty(['actions.company.directory']);
  });
});

describe('effective permissions', () => {
  const template = {
    levels: { 'project.rfis': 'standard', 'project.photos': 'admin' },
    actions: { 'project.directory': ['edit_users'] },
  } as const;

  it('are the own ones where there is no template', () => {
    const own = { levels: { 'project.rfis': 'admin' }, actions: {} } as const;
    expect(effectivePermissions(null, own)).toEqual(own);
  });

  it('override the template tool by tool, downwards too', () => {
    const own = { levels: { 'project.photos': 'none' }, actions: { 'project.directory': [] } } as const;
    expect(effectivePermissions(template, own)).toEqual({
      levels: { 'project.rfis': 'standard', 'project.photos': 'none' },
      actions: { 'project.directory': [] },
    });
  });

  it('make an administrator by role or by admin on company.directory, by nothing else', () => {
    expect(administers('admin', {})).toBe(true);
    expect(administers('member', { 'company.directory': 'admin' })).toBe(true);
    expect(administers('member', { 'company.directory': 'standard', 'company.admin': 'admin' })).toBe(false);
  });
});
