import type { Level, Levels } from '../access/index.js';

/** Levels by full tool name, one group per kind of tool, as manifests have them. */
export interface PermissionGroups {
  readonly company: Levels;
  readonly project: Levels;
}

export type Component = 'user' | 'service_account';

/** What a version is and asks for, with full tool names and our words for levels; stored and shown in this form. */
export interface Manifest {
  readonly schema_version: string;
  readonly components: readonly Component[];
  /** What the service account needs. */
  readonly permissions: PermissionGroups;
  /** A ceiling for user tokens; absent: none. */
  readonly user_permissions?: PermissionGroups;
  readonly post_install_instruction?: PostInstallInstruction;
}

export interface PostInstallInstruction {
  readonly notes?: string;
  readonly page?: { readonly url: string; readonly label: string };
}

const flat = (groups: PermissionGroups): Record<string, Level> =>
  ({ ...groups.company, ...groups.project }) as Record<string, Level>;

/** What a company approves when it installs the version. */
export const permissionsOf = (manifest: Manifest): Record<string, Level> => flat(manifest.permissions);

/** The ceiling for user tokens, or null where the version declares none. */
export const userPermissionsOf = (manifest: Manifest): Record<string, Level> | null =>
  manifest.user_permissions ? flat(manifest.user_permissions) : null;

export const hasServiceAccount = (manifest: Manifest): boolean => manifest.components.includes('service_account');
