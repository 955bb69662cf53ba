import type { InstallationTarget } from '../../app-management/index.js';
import { formField } from '../../identity/index.js';
import { publicIdOf } from '../../shared/index.js';

/** What the fields of a form or an address name to be installed; undefined where nothing is named yet. */
export function targetIn(fields: unknown): InstallationTarget | undefined {
  const versionKey = formField(fields, 'version_key')?.trim();
  if (versionKey) return { versionKey };
  const id = formField(fields, 'app_id');
  if (id === undefined) return undefined;
  return { appId: publicIdOf(id) ?? 0 };
}

/** The hidden field by which a page's forms name it again. */
export const targetField = (target: InstallationTarget, appId: number): { name: string; value: string } =>
  'versionKey' in target ? { name: 'version_key', value: target.versionKey } : { name: 'app_id', value: String(appId) };
