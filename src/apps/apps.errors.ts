import { conflict, DomainError } from '../shared/index.js';
import type { CollaboratorRole } from './app-collaborator.entity.js';

/** The caller works on the app, but not in a role that may do this. */
export const roleTooLow = (required: CollaboratorRole, actual: CollaboratorRole): DomainError =>
  new DomainError('forbidden', 'insufficient_role', `This needs the role ${required} in the app; you have ${actual}.`, {
    extensions: { required_role: `app:${required}`, actual_role: `app:${actual}` },
  });

export const appBlocked = (): DomainError =>
  new DomainError('forbidden', 'app_blocked', 'The app is blocked by the operator.');

/** What was deleted stays to be looked at, and changes no more. */
export const appDeleted = (): DomainError => conflict('app_deleted', 'The app was deleted.');

/** Why an app cannot be deleted: companies rely on it, or may. */
export const appInUse = (reason: 'promoted' | 'installed'): DomainError =>
  new DomainError('conflict', 'app_in_use', IN_USE[reason], { extensions: { reason } });

const IN_USE = {
  promoted: 'A version of the app was promoted: withdraw its versions instead of deleting it.',
  installed: 'A company has the app installed: uninstall it there first.',
};

/** Each app brings a company, people and a project: nobody fills the database with them. */
export const tooManyApps = (most: number): DomainError =>
  conflict(
    'too_many_apps',
    `A person registers at most ${most} apps; a deleted one counts until 30 days after its registration.`,
  );

export const lastOwner = (): DomainError =>
  conflict('last_owner', 'An app always has one owner: transfer the app instead.');

export const duplicateCollaborator = (): DomainError =>
  conflict('duplicate_collaborator', 'This person works on the app already.');

export const duplicateInvitation = (): DomainError =>
  conflict('duplicate_invitation', 'There is an open invitation for this address: withdraw it first.');

export const teamFull = (most: number): DomainError =>
  conflict('too_many_collaborators', `An app has at most ${most} collaborators and open invitations.`);

/** Every number stays taken, so that no version ever means two things. */
export const tooManyVersions = (most: number): DomainError =>
  conflict('too_many_versions', `An app has at most ${most} versions; change a draft instead of making another one.`);

/** Each invitation is a mail to somebody who did not ask for it. */
export const tooManyInvitations = (seconds: number): DomainError =>
  new DomainError('too_many_requests', 'too_many_invitations', 'Too many invitations were sent. Try again later.', {
    headers: { 'Retry-After': String(seconds) },
  });

export const versionNotGreater = (latest: string): DomainError =>
  conflict('version_not_greater', `The version must be greater than every earlier one; the greatest is ${latest}.`);

export const versionNotDraft = (): DomainError =>
  conflict('version_not_draft', 'Only a draft can be changed or sent to testing; create a new version.');

export const versionNotTesting = (): DomainError =>
  conflict('version_not_testing', 'Only a version in testing can be promoted, and only once.');

export const versionNotReleased = (): DomainError =>
  conflict('version_not_released', 'Only a version in testing or a promoted one can be withdrawn, and only once.');

/** To companies: the version cannot be installed any more. */
export const versionWithdrawn = (reason: string | null): DomainError =>
  new DomainError('conflict', 'version_withdrawn', 'The developer withdrew this version; install another one.', {
    extensions: { reason },
  });

export const duplicateRedirectUri = (): DomainError =>
  conflict('duplicate_redirect_uri', 'The client lists this redirect URI already.');

export const tooManyRedirectUris = (most: number): DomainError =>
  conflict('too_many_redirect_uris', `A client has at most ${most} redirect URIs.`);

/** RFC 6749 §3.1.2.2: without one, nobody could be sent back. */
export const lastRedirectUri = (): DomainError =>
  conflict('last_redirect_uri', 'The grant authorization_code needs a redirect URI: add another one first.');

export const publicClientHasNoSecret = (): DomainError => conflict('public_client', 'A public client has no secrets.');
