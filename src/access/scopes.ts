import { LRUCache } from 'lru-cache';
import type { Level } from './levels.js';

/** For first-party clients only, which act for a signed-in person (domain.md, Scopes). */
export const MANAGEMENT_SCOPES = [
  'directory:manage',
  'apps:manage',
  'app_installations:manage',
  'service_accounts:manage',
  'audit:read',
] as const;

export type ManagementScope = (typeof MANAGEMENT_SCOPES)[number];

/** Scopes about the person, open to every client. */
export const IDENTITY_SCOPES = ['openid', 'profile', 'email', 'offline_access'] as const;

export const UMBRELLA_SCOPES = ['tools:read', 'tools:write', 'tools:admin'] as const;

export type ScopeVerb = 'read' | 'write' | 'admin';

/** RFC 6749 §3.3: scope-token = 1*( %x21 / %x23-5B / %x5D-7E ); ours are narrower. */
const SCOPE_TOKEN = /^[a-z][a-z0-9_.]{0,63}(?::(?:read|write|admin|manage))?$/;

const VERB_OF_LEVEL: Readonly<Record<Level, ScopeVerb>> = {
  none: 'read',
  read_only: 'read',
  standard: 'write',
  admin: 'admin',
};

const VERB_RANK: Readonly<Record<ScopeVerb, number>> = { read: 1, write: 2, admin: 3 };

/** The scope that a token needs to use `tool` at `level`, such as `project.rfis:write`. */
export const scopeFor = (tool: string, level: Level): string => `${tool}:${VERB_OF_LEVEL[level]}`;

export const isManagementScope = (scope: string): scope is ManagementScope =>
  (MANAGEMENT_SCOPES as readonly string[]).includes(scope);

export const isIdentityScope = (scope: string): boolean => (IDENTITY_SCOPES as readonly string[]).includes(scope);

export const isScopeToken = (text: string): boolean => SCOPE_TOKEN.test(text);

/** The tool of a tool scope, or undefined: `project.rfis:read` → `project.rfis`. */
export function toolOfScope(scope: string): string | undefined {
  const [tool, verb] = scope.split(':');
  return verb && Object.hasOwn(VERB_RANK, verb) && /^(company|project)\./.test(tool) ? tool : undefined;
}

/** What a token may do, asked on every call. */
export class ScopeSet {
  private static readonly parsed = new LRUCache<string, ScopeSet>({ max: 2_000 });
  private readonly names: ReadonlySet<string>;
  private readonly verbs = new Map<string, number>();

  private constructor(readonly text: string) {
    this.names = new Set(text.split(' ').filter(Boolean));
    for (const scope of this.names) this.addVerb(scope);
  }

  /** The set written as a blank-separated list (RFC 6749 §3.3). */
  static of(text: string): ScopeSet {
    let set = ScopeSet.parsed.get(text);
    if (!set) ScopeSet.parsed.set(text, (set = new ScopeSet(text)));
    return set;
  }

  /** Whether the scope, a higher one of the same tool, or an umbrella over it was granted. */
  covers(scope: string): boolean {
    if (this.names.has(scope)) return true;
    const tool = scope.startsWith('tools:') ? 'tools' : toolOfScope(scope);
    if (!tool) return false;
    const needed = VERB_RANK[scope.slice(tool.length + 1) as ScopeVerb] ?? Infinity;
    return Math.max(this.verbs.get(tool) ?? 0, this.verbs.get('tools') ?? 0) >= needed;
  }

  has(scope: string): boolean {
    return this.names.has(scope);
  }

  list(): string[] {
    return [...this.names];
  }

  private addVerb(scope: string): void {
    const [subject, verb] = scope.split(':');
    const rank = VERB_RANK[verb as ScopeVerb] ?? 0;
    if (rank > (this.verbs.get(subject) ?? 0)) this.verbs.set(subject, rank);
  }
}
