import type { Level, Levels } from '../../access/index.js';
import type { Configuration } from './configuration.schemas.js';
import type { EmbeddedComponent } from './embedded.schemas.js';

/** Levels by full tool name, one group per kind of tool, as manifests have them. */
export interface PermissionGroups {
  readonly company: Levels;
  readonly project: Levels;
}

export type Component = 'user' | 'service_account' | 'embedded';

/**
 * What a version is and asks for, with full tool names and our words for levels; stored and shown in this form. What
 * is optional may be missing in manifests that were stored before there was such a thing.
 */
export interface Manifest {
  readonly schema_version: string;
  readonly components: readonly Component[];
  /** The app's pages inside of the platform. */
  readonly embedded?: readonly EmbeddedComponent[];
  /** What the service account needs. */
  readonly permissions: PermissionGroups;
  /** A ceiling for user tokens; absent: none. */
  readonly user_permissions?: PermissionGroups;
  /** What companies configure; absent: nothing. */
  readonly configuration?: Configuration;
  /** What administrators read before they install. */
  readonly setup_instructions?: string;
  readonly post_install_instruction?: PostInstallInstruction;
}

export interface PostInstallInstruction {
  readonly notes?: string | undefined;
  readonly page?: { readonly url: string; readonly label: string } | undefined;
}

const flat = (groups: PermissionGroups): Record<string, Level> =>
  ({ ...groups.company, ...groups.project }) as Record<string, Level>;

/** What a company approves when it installs the version. */
export const permissionsOf = (manifest: Manifest): Record<string, Level> => flat(manifest.permissions);

/** The ceiling for user tokens, or null where the version declares none. */
export const userPermissionsOf = (manifest: Manifest): Record<string, Level> | null =>
  manifest.user_permissions ? flat(manifest.user_permissions) : null;

export const hasServiceAccount = (manifest: Manifest): boolean => manifest.components.includes('service_account');

/** Procore's words for what an app consists of: `oauth` for data connections, whatever they run as. */
export function procoreComponents({ components, embedded = [] }: Manifest): string[] {
  const connects = components.some((component) => component !== 'embedded');
  return [...new Set([...(connects ? ['oauth'] : []), ...embedded.map(({ type }) => type)])];
}

/** What the audit trail says of a manifest: who it may be and what it may do, and no text of its developer as a key. */
export const factsOf = (manifest: Manifest): object => ({
  components: manifest.components,
  permissions: manifest.permissions,
  user_permissions: manifest.user_permissions,
  embedded: manifest.embedded?.map(({ type, source_url }) => ({ type, source_url })),
  configuration_fields: manifest.configuration && Object.keys(manifest.configuration.schema.properties),
});
