import { describe, expect, it } from '@jest/globals';
import { isScopeToken, scopeFor, ScopeSet, toolOfScope } from './scopes.js';

describe('ScopeSet', () => {
  it.each([
    ['project.rfis:read', 'project.rfis:read', true],
    ['project.rfis:admin', 'project.rfis:read', true],
    ['tools:write', 'project.rfis:read', true],
    ['tools:write', 'project.rfis:write', true],
    ['tools:write', 'project.rfis:admin', false],
    ['project.rfis:read', 'project.rfis:write', false],
    ['project.drawings:admin', 'project.rfis:read', false],
    ['tools:admin', 'tools:read', true],
    ['tools:read', 'tools:write', false],
    ['tools:admin', 'tools:manage', false],
    ['project.rfis:admin', 'tools:read', false],
    ['tools:admin', 'directory:manage', false],
    ['tools:admin', 'audit:read', false],
    ['directory:manage', 'directory:manage', true],
    ['', 'project.rfis:read', false],
  ])('%s covers %s: %s', (granted, needed, expected) => {
    expect(ScopeSet.of(granted).covers(needed)).toBe(expected);
  });
});

describe('scopes', () => {
  it('maps levels to verbs', () => {
    expect(scopeFor('project.rfis', 'read_only')).toBe('project.rfis:read');
    expect(scopeFor('project.rfis', 'standard')).toBe('project.rfis:write');
    expect(scopeFor('project.rfis', 'admin')).toBe('project.rfis:admin');
  });

  it('finds the tool of a tool scope only', () => {
    expect(toolOfScope('project.rfis:read')).toBe('project.rfis');
    expect(toolOfScope('tools:read')).toBeUndefined();
    expect(toolOfScope('project.rfis')).toBeUndefined();
    expect(toolOfScope('project.rfis:manage')).toBeUndefined();
    expect(toolOfScope('project.rfis:constructor')).toBeUndefined();
  });

  it.each(['', 'a b', 'Tools:read', 'tools:everything', 'tools:read\n', '"', 'é', 'a'.repeat(100)])(
    'refuses %j as a scope token',
    (text) => {
      expect(isScopeToken(text)).toBe(false);
    },
  );
});
