import { conflict, DomainError } from '../shared/index.js';
import type { CollaboratorRole } from './app-collaborator.entity.js';

/** The caller works on the app, but not in a role that may do this. */
export const roleTooLow = (required: CollaboratorRole, actual: CollaboratorRole): DomainError =>
  new DomainError('forbidden', 'insufficient_role', `This needs the role ${required} in the app; you have ${actual}.`, {
    extensions: { required_role: `app:${required}`, actual_role: `app:${actual}` },
  });

export const appBlocked = (): DomainError =>
  new DomainError('forbidden', 'app_blocked', 'The app is blocked by the operator.');

export const versionNotGreater = (latest: string): DomainError =>
  conflict('version_not_greater', `The version must be greater than every earlier one; the greatest is ${latest}.`);

export const versionNotDraft = (): DomainError =>
  conflict('version_not_draft', 'Only a draft can be changed or sent to testing; create a new version.');

export const versionNotTesting = (): DomainError =>
  conflict('version_not_testing', 'Only a version in testing can be promoted, and only once.');

export const publicClientHasNoSecret = (): DomainError => conflict('public_client', 'A public client has no secrets.');
