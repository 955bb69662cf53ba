import { Injectable } from '@nestjs/common';
import { type Level, type Tool, ToolCatalogue } from '../../access/index.js';
import { type FieldErrors, invalidFields } from '../../shared/index.js';
import { type PermissionSet } from './permission-set.js';

export type ToolKind = 'company' | 'project';

/** Levels and actions as a request gives them, not yet known to make sense. */
export interface ProposedPermissions {
  readonly levels: Readonly<Record<string, string>>;
  readonly actions: Readonly<Record<string, readonly string[]>>;
}

interface CheckOptions {
  /** Levels of a template, which stand where the proposal names none. */
  readonly inherited?: PermissionSet['levels'];
  /** How the request calls the two fields. */
  readonly names?: { readonly levels: string; readonly actions: string };
}

const NAMES = { levels: 'levels', actions: 'actions' };

/** Which levels and actions can be given at all. */
@Injectable()
export class PermissionRules {
  constructor(private readonly catalogue: ToolCatalogue) {}

  /** The proposal, once every tool, level and action in it is sound; else the 422 that names all that are not. */
  check(kind: ToolKind, proposed: ProposedPermissions, options: CheckOptions = {}): PermissionSet {
    const faults = this.faults(kind, proposed, options);
    if (Object.keys(faults).length > 0) throw invalidFields(faults);
    const actions = Object.entries(proposed.actions).map(
      ([tool, names]) => [tool, [...new Set(names)].sort()] as const,
    );
    return { levels: proposed.levels as PermissionSet['levels'], actions: Object.fromEntries(actions) };
  }

  private faults(kind: ToolKind, proposed: ProposedPermissions, options: CheckOptions): FieldErrors {
    const names = options.names ?? NAMES;
    const faults: [field: string, message: string | undefined][] = [];
    for (const [tool, level] of Object.entries(proposed.levels)) {
      faults.push([`${names.levels}.${tool}`, this.levelFault(kind, tool, level)]);
    }
    const levels = { ...options.inherited, ...proposed.levels };
    for (const [tool, actions] of Object.entries(proposed.actions)) {
      faults.push([`${names.actions}.${tool}`, this.actionsFault(kind, tool, actions, levels[tool])]);
    }
    return Object.fromEntries(faults.flatMap(([field, message]) => (message ? [[field, [message]]] : [])));
  }

  private levelFault(kind: ToolKind, name: string, level: string): string | undefined {
    const tool = this.toolOf(kind, name);
    if (!tool) return `is not a ${kind} tool`;
    const levels = this.catalogue.levelsOf(tool);
    return levels.includes(level as Level) ? undefined : `must be one of ${levels.join(', ')}`;
  }

  private actionsFault(
    kind: ToolKind,
    name: string,
    actions: readonly string[],
    level: string | undefined,
  ): string | undefined {
    const tool = this.toolOf(kind, name);
    if (!tool) return `is not a ${kind} tool`;
    const known = (tool.actions ?? []).map((action) => action.name);
    const unknown = actions.filter((action) => !known.includes(action));
    if (unknown.length > 0) return `has no action ${unknown.join(', ')}`;
    if (actions.length === 0 || level === 'read_only' || level === 'standard') return undefined;
    return 'can be given only on top of read_only or standard';
  }

  private toolOf(kind: ToolKind, name: string): Tool | undefined {
    return name.startsWith(`${kind}.`) ? this.catalogue.find(name) : undefined;
  }
}
