import { type Level, type Tool, type ToolCatalogue } from '../access/index.js';
import { invalidFields } from '../shared/index.js';
import type { ManifestBody } from './manifest.schemas.js';
import type { Manifest, PermissionGroups } from './manifest.js';

type Faults = Record<string, string[]>;
type WrittenGroups = NonNullable<ManifestBody['permissions']>;
type Kind = 'company' | 'project';

const SCHEMA_VERSION = '4.1';

/** Turns a manifest into its stored form; throws the 422 that names every tool or level that does not exist. */
export function readManifest(body: ManifestBody, catalogue: ToolCatalogue): Manifest {
  const faults: Faults = {};
  const read = (field: 'permissions' | 'user_permissions'): PermissionGroups =>
    readGroups(body[field] ?? {}, `manifest.${field}`, catalogue, faults);
  const manifest: Manifest = {
    schema_version: body.schema_version ?? SCHEMA_VERSION,
    components: body.components,
    permissions: read('permissions'),
    ...(body.user_permissions ? { user_permissions: read('user_permissions') } : {}),
    ...(body.post_install_instruction ? { post_install_instruction: body.post_install_instruction } : {}),
  };
  requireComponents(manifest, faults);
  if (Object.keys(faults).length > 0) throw invalidFields(faults);
  return manifest;
}

function requireComponents(manifest: Manifest, faults: Faults): void {
  const { components, permissions, user_permissions } = manifest;
  const asks = Object.keys({ ...permissions.company, ...permissions.project }).length > 0;
  if (asks && !components.includes('service_account')) {
    (faults['manifest.permissions'] ??= []).push('needs the component service_account');
  }
  if (user_permissions && !components.includes('user')) {
    (faults['manifest.user_permissions'] ??= []).push('needs the component user');
  }
}

function readGroups(groups: WrittenGroups, path: string, catalogue: ToolCatalogue, faults: Faults): PermissionGroups {
  const read = (kind: Kind): Record<string, Level> => {
    const levels: Record<string, Level> = {};
    const seen = new Set<string>();
    for (const [name, word] of Object.entries(groups[kind] ?? {})) {
      const fault = readLevel({ kind, name, word }, catalogue, { levels, seen });
      if (fault) (faults[`${path}.${kind}.${name}`] ??= []).push(fault);
    }
    return levels;
  };
  return { company: read('company'), project: read('project') };
}

interface WrittenLevel {
  readonly kind: Kind;
  readonly name: string;
  readonly word: Level | 'readonly';
}

function readLevel(
  { kind, name, word }: WrittenLevel,
  catalogue: ToolCatalogue,
  into: { readonly levels: Record<string, Level>; readonly seen: Set<string> },
): string | undefined {
  const tool = findTool(catalogue, kind, name);
  if (!tool) return `is not a ${kind} tool`;
  if (into.seen.has(tool.name)) return `names ${tool.name} a second time`;
  into.seen.add(tool.name);
  const level = word === 'readonly' ? 'read_only' : word;
  if (!catalogue.levelsOf(tool).includes(level)) return `cannot be ${level}`;
  if (level !== 'none') into.levels[tool.name] = level;
  return undefined;
}

/** Procore's manifests write `rfis`, ours `project.rfis`. */
function findTool(catalogue: ToolCatalogue, kind: Kind, name: string): Tool | undefined {
  return catalogue.find(name.startsWith(`${kind}.`) ? name : `${kind}.${name}`);
}
