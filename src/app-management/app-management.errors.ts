import type { Level } from '../access/index.js';
import { conflict, DomainError, type FieldErrors } from '../shared/index.js';

export const alreadyInstalled = (): DomainError =>
  conflict('already_installed', 'The app is already installed in this company.');

export const notInstalled = (): DomainError =>
  conflict('not_installed', 'The app is not installed in this company any more.');

/** Sandbox and production never meet: neither by credentials nor by version key. */
export const wrongEnvironment = (key: 'production' | 'sandbox'): DomainError =>
  new DomainError('forbidden', 'wrong_environment', `This version can be installed in ${key} companies only.`);

/** What was approved is not what the version asks for: the administrator saw something else. */
export const approvalOutdated = (permissions: Readonly<Record<string, Level>>): DomainError =>
  new DomainError('conflict', 'approval_outdated', 'The version asks for other permissions than those approved.', {
    extensions: { permissions },
  });

/** Nobody hands out more than they hold. */
export const exceedsOwnPermissions = (fields: FieldErrors): DomainError =>
  new DomainError('forbidden', 'exceeds_own_permissions', 'Nobody can approve more than they hold.', { fields });
