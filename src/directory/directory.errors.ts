import { conflict, DomainError, type FieldErrors } from '../shared/index.js';

/** A company must keep somebody who can administer it. */
export const lastAdministrator = (): DomainError =>
  conflict('last_administrator', 'The last active administrator of a company cannot be demoted or deactivated.');

/** The service account of an installed app has exactly what the company approved for the app. */
export const managedByInstallation = (): DomainError =>
  conflict('managed_by_installation', 'This service account belongs to an installed app: change the installation.');

/** One life cycle, one place: there the client and the tokens follow, and `service_accounts:manage` is needed. */
export const managedAsServiceAccount = (): DomainError =>
  conflict('managed_as_service_account', 'This is a service account: change it under service_accounts.');

export const duplicateMember = (): DomainError =>
  conflict('duplicate_member', 'This person or service account is already in the directory.');

/** Nobody but the invited person decides whether an invitation is accepted. */
export const invitationPending = (): DomainError =>
  conflict('invitation_pending', 'The invitation has not been accepted yet.');

/** The invited person answered already. */
export const notInvited = (): DomainError =>
  conflict('not_invited', 'This entry has no invitation that could be answered.');

/** Nobody's mailbox is to be filled through us. */
export const tooManyInvitations = (seconds: number): DomainError =>
  new DomainError('too_many_requests', 'too_many_invitations', 'Too many invitations were sent. Try again later.', {
    headers: { 'Retry-After': String(Math.max(1, seconds)) },
  });

export const duplicateTemplate = (): DomainError =>
  conflict('duplicate_template', 'The company has a permission template of this name.');

export const templateInUse = (): DomainError =>
  conflict('template_in_use', 'The permission template is applied to members: give them another one first.');

/** Nobody hands out more than they hold. */
export const exceedsOwnPermissions = (fields: FieldErrors): DomainError =>
  new DomainError('forbidden', 'exceeds_own_permissions', 'Nobody can hand out or change more than they hold.', {
    fields,
  });

/** Row 12 of the access decision, for rules that a decorator cannot say. */
export const insufficientRole = (required: 'company:admin' | 'project:admin'): DomainError =>
  new DomainError('forbidden', 'insufficient_role', `Only a ${required.split(':')[0]} administrator may do this.`, {
    extensions: { required_role: required },
  });
