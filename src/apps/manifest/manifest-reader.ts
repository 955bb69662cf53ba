import type { Level, ToolCatalogue } from '../../access/index.js';
import { type FieldErrors, fieldErrorsOf, invalidFields } from '../../shared/index.js';
import { Faults } from './faults.js';
import { faultsOfRules, findTool, type Kind, levelOf } from './manifest-rules.js';
import { ManifestBody } from './manifest.schemas.js';
import type { Manifest, PermissionGroups } from './manifest.js';

type WrittenGroups = NonNullable<ManifestBody['permissions']>;

const SCHEMA_VERSION = '4.1';

/** Everything that is wrong with a manifest, by path, in its form and its rules; what concerns all of it under ``. */
export function faultsOfManifest(sent: unknown, catalogue: ToolCatalogue): FieldErrors {
  const faults = new Faults().addAll(faultsOfRules(sent, catalogue));
  const parsed = ManifestBody.safeParse(sent);
  if (parsed.success) return faults.all;
  const { base = [], ...fields } = fieldErrorsOf(parsed.error);
  return faults.add('', ...base).addAll(fields).all;
}

/** Turns a manifest into its stored form; throws the 422 that names everything that breaks a rule. */
export function readManifest(body: ManifestBody, catalogue: ToolCatalogue): Manifest {
  const faults = new Faults().addAll(faultsOfRules(body, catalogue), 'manifest');
  if (!faults.isEmpty) throw invalidFields(faults.all);
  const { $schema: _, schema_version = SCHEMA_VERSION, permissions = {}, user_permissions, ...rest } = body;
  return {
    ...rest,
    schema_version,
    permissions: readGroups(permissions, catalogue),
    ...(user_permissions ? { user_permissions: readGroups(user_permissions, catalogue) } : {}),
  };
}

const readGroups = (groups: WrittenGroups, catalogue: ToolCatalogue): PermissionGroups => ({
  company: readLevels('company', groups.company ?? {}, catalogue),
  project: readLevels('project', groups.project ?? {}, catalogue),
});

function readLevels(kind: Kind, words: Readonly<Record<string, string>>, catalogue: ToolCatalogue) {
  const levels: Record<string, Level> = {};
  for (const [name, word] of Object.entries(words)) {
    const tool = findTool(catalogue, kind, name);
    const level = levelOf(word);
    if (tool && level !== undefined && level !== 'none') levels[tool.name] = level;
  }
  return levels;
}
