import type { Level, Tool, ToolCatalogue } from '../../access/index.js';
import { type FieldErrors, namesSecret } from '../../shared/index.js';
import { faultsOfValue } from './configuration-check.js';
import { ConfigurationField, MOST_FIELDS } from './configuration.schemas.js';
import { Faults, isDistinct, listOf, recordOf } from './faults.js';

/** Each list that shows versions reads their manifests into memory. */
const LARGEST = 30_000;

const LEVEL_OF: Readonly<Record<string, Level | undefined>> = {
  none: 'none',
  readonly: 'read_only',
  read_only: 'read_only',
  standard: 'standard',
  admin: 'admin',
};

export const KINDS = ['company', 'project'] as const;
export type Kind = (typeof KINDS)[number];

/** Our level for a manifest's word; undefined for a word that is none. */
export const levelOf = (word: unknown): Level | undefined =>
  typeof word === 'string' && Object.hasOwn(LEVEL_OF, word) ? LEVEL_OF[word] : undefined;

/** Procore's manifests write `rfis`, ours `project.rfis`. */
export const findTool = (catalogue: ToolCatalogue, kind: Kind, name: string): Tool | undefined =>
  catalogue.find(name.startsWith(`${kind}.`) ? name : `${kind}.${name}`);

/**
 * What is wrong with a manifest beyond its form, by path. Takes whatever was sent, so that all faults can be told at
 * once with those of the form.
 */
export function faultsOfRules(sent: unknown, catalogue: ToolCatalogue): FieldErrors {
  const manifest = recordOf(sent);
  const faults = new Faults();
  if (Buffer.byteLength(JSON.stringify(manifest)) > LARGEST) faults.add('', `must be at most ${LARGEST} bytes`);
  requireTools(manifest.permissions, 'permissions', catalogue, faults);
  requireTools(manifest.user_permissions, 'user_permissions', catalogue, faults);
  requireComponents(manifest, faults);
  for (const [position, page] of listOf(manifest.embedded).entries()) {
    if (!isDistinct(listOf(recordOf(page).views))) faults.add(`embedded.${position}.views`, 'must not repeat a view');
  }
  requireFields(recordOf(recordOf(manifest.configuration).schema), faults);
  return faults.all;
}

function requireTools(groups: unknown, path: string, catalogue: ToolCatalogue, faults: Faults): void {
  for (const kind of KINDS) {
    const seen = new Set<string>();
    for (const [name, word] of Object.entries(recordOf(recordOf(groups)[kind]))) {
      const fault = faultOfTool({ kind, name, word }, catalogue, seen);
      if (fault) faults.add(`${path}.${kind}.${name}`, fault);
    }
  }
}

function faultOfTool(
  { kind, name, word }: { readonly kind: Kind; readonly name: string; readonly word: unknown },
  catalogue: ToolCatalogue,
  seen: Set<string>,
): string | undefined {
  const tool = findTool(catalogue, kind, name);
  if (!tool) return `is not a ${kind} tool`;
  if (seen.has(tool.name)) return `names ${tool.name} a second time`;
  seen.add(tool.name);
  const level = levelOf(word);
  return level === undefined || catalogue.levelsOf(tool).includes(level) ? undefined : `cannot be ${level}`;
}

function requireComponents(manifest: Record<string, unknown>, faults: Faults): void {
  const components = listOf(manifest.components);
  if (!isDistinct(components)) faults.add('components', 'must not repeat a component');
  const permissions = recordOf(manifest.permissions);
  const asks = KINDS.some((kind) => Object.values(recordOf(permissions[kind])).some((word) => word !== 'none'));
  if (asks && !components.includes('service_account')) faults.add('permissions', 'needs the component service_account');
  if (manifest.user_permissions !== undefined && !components.includes('user')) {
    faults.add('user_permissions', 'needs the component user');
  }
  const isEmbedded = components.includes('embedded');
  if (manifest.embedded !== undefined && !isEmbedded) faults.add('embedded', 'needs the component embedded');
  if (manifest.embedded === undefined && isEmbedded) faults.add('embedded', 'is needed by the component embedded');
}

function requireFields(schema: Record<string, unknown>, faults: Faults): void {
  const properties = recordOf(schema.properties);
  const at = 'configuration.schema';
  if (Object.keys(properties).length > MOST_FIELDS) {
    faults.add(`${at}.properties`, `must be at most ${MOST_FIELDS}`);
  }
  for (const [name, sent] of Object.entries(properties)) {
    const path = `${at}.properties.${name}`;
    // A configuration is read by everybody who works with it, and stored as it is.
    if (namesSecret(name)) faults.add(path, 'must not ask for a secret');
    if (name in Object.prototype) faults.add(path, 'is a name that programs would stumble over');
    const field = ConfigurationField.safeParse(sent);
    if (field.success) faults.addAll(faultsOfField(field.data), path);
  }
  const required = listOf(schema.required);
  if (!isDistinct(required)) faults.add(`${at}.required`, 'must not repeat a field');
  for (const [position, name] of required.entries()) {
    const isField = typeof name !== 'string' || Object.hasOwn(properties, name);
    if (!isField) faults.add(`${at}.required.${position}`, 'is not one of the properties');
  }
}

/** A field that no value fits would be a trap for whoever configures the app. */
function faultsOfField(field: ConfigurationField): FieldErrors {
  const faults = new Faults();
  if (field.type === 'boolean') return faults.all;
  const [least, most] =
    field.type === 'string' ? (['minLength', 'maxLength'] as const) : (['minimum', 'maximum'] as const);
  const bounds = field as Partial<Record<string, unknown>>;
  const [from, to] = [bounds[least], bounds[most]];
  if (typeof from === 'number' && typeof to === 'number' && from > to) faults.add(least, `is greater than ${most}`);
  const choices: readonly unknown[] = field.enum ?? [];
  if (!isDistinct(choices)) faults.add('enum', 'must not repeat a value');
  const { enum: _, ...open } = field;
  for (const [position, choice] of choices.entries()) faults.add(`enum.${position}`, ...faultsOfValue(open, choice));
  return faults.all;
}
