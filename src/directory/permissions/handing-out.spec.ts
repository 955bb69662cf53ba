import { describe, expect, it } from '@jest/globals';
import { type Access, type Level, type Levels, reaches, scopeFor, ScopeSet } from '../../access/index.js';
import { type HandedOut, refuseBeyondOwn } from './handing-out.js';
import type { ToolKind } from './permission-rules.js';

interface HolderOptions {
  readonly levels?: Levels;
  readonly actions?: readonly string[];
  readonly isAdmin?: boolean;
  readonly scope?: string;
}

/** Somebody with these levels, calling with a token of this scope. */
function holder({ levels = {}, actions = [], isAdmin = false, scope = 'tools:admin' }: HolderOptions): Access {
  const levelOn = (tool: string): Level => (isAdmin ? 'admin' : (levels[tool] ?? 'none'));
  return {
    isCompanyAdmin: isAdmin,
    isProjectAdmin: isAdmin,
    token: { scope },
    levelOn,
    reaches: (tool: string, level: Level) => reaches(levelOn(tool), level),
    appReaches: (tool: string, level: Level) => ScopeSet.of(scope).covers(scopeFor(tool, level)),
    actionsOn: () => actions,
  } as unknown as Access;
}

const attempt =
  (by: HolderOptions, what: Partial<HandedOut>, kind: ToolKind = 'company') =>
  () =>
    refuseBeyondOwn(holder(by), kind, { levels: {}, actions: {}, ...what });

describe('handing out permissions', () => {
  it('is allowed up to one’s own level', () => {
    const own = { levels: { 'company.home': 'standard' } } as const;
    expect(attempt(own, { levels: { 'company.home': 'standard' } })).not.toThrow();
    expect(attempt(own, { levels: { 'company.home': 'read_only', 'company.reports': 'none' } })).not.toThrow();
  });

  it('is refused above one’s own level, naming the tool', () => {
    const own = { levels: { 'company.home': 'standard' } } as const;
    expect(attempt(own, { levels: { 'company.home': 'admin' } })).toThrow(
      expect.objectContaining({
        code: 'exceeds_own_permissions',
        options: { fields: { 'levels.company.home': ['you have standard'] } },
      }),
    );
  });

  it('is refused for an action that one does not have', () => {
    const what = { actions: { 'company.directory': ['create_users'] } };
    expect(attempt({ actions: ['create_users'] }, what)).not.toThrow();
    expect(attempt({ actions: ['edit_users'] }, what)).toThrow();
    expect(attempt({ levels: { 'company.directory': 'admin' } }, what)).not.toThrow();
  });

  it.each<[string, Partial<HandedOut>]>([
    ['the role', { role: 'admin' }],
    ['admin on company.directory', { levels: { 'company.directory': 'admin' } }],
  ])('of a company administrator by %s needs one, with directory:manage', (_name, what) => {
    const scope = 'tools:admin directory:manage';
    expect(attempt({ isAdmin: true, scope }, what)).not.toThrow();
    expect(attempt({ isAdmin: true }, what)).toThrow();
    expect(attempt({ levels: { 'company.directory': 'admin' }, scope }, what)).toThrow();
  });

  it('of a project administrator needs one', () => {
    const scope = 'directory:manage';
    expect(attempt({ isAdmin: true, scope }, { role: 'admin' }, 'project')).not.toThrow();
    expect(attempt({ levels: { 'project.directory': 'admin' }, scope }, { role: 'admin' }, 'project')).toThrow();
  });

  it('is refused beyond the scope of the token, however high the caller’s own level', () => {
    const what = { levels: { 'company.home': 'admin' } } as const;
    expect(attempt({ isAdmin: true, scope: 'company.directory:admin' }, what)).toThrow();
    expect(attempt({ isAdmin: true, scope: 'company.home:write' }, what)).toThrow();
    expect(attempt({ isAdmin: true, scope: 'company.home:admin' }, what)).not.toThrow();
  });
});
