import type { Level } from '../access/index.js';
import { conflict, DomainError, type FieldErrors } from '../shared/index.js';

export const alreadyInstalled = (): DomainError =>
  conflict('already_installed', 'The app is already installed in this company.');

export const notInstalled = (): DomainError =>
  conflict('not_installed', 'The app is not installed in this company any more.');

export const notSuspended = (): DomainError => conflict('not_suspended', 'The app is not suspended in this company.');

export const alreadySuspended = (): DomainError =>
  conflict('already_suspended', 'The app is already suspended in this company.');

/** The version that is installed has nothing that companies configure. */
export const notConfigurable = (): DomainError =>
  conflict('not_configurable', 'The installed version of the app has nothing to configure.');

export const tooManyConfigurations = (most: number): DomainError =>
  conflict('too_many_configurations', `An app has at most ${most} configurations in a company.`);

export const duplicateRequest = (): DomainError =>
  conflict('duplicate_request', 'You have asked for this already; the request is still open.');

/** The answer to a wish is given once. */
export const requestAnswered = (status: string): DomainError =>
  conflict('request_answered', `The request is not open any more: ${status}.`);

export const tooManyRequests = (): DomainError =>
  conflict('too_many_requests_open', 'You have too many open requests: wait for answers, or withdraw some.');

/** An upgrade goes to a greater version only; the way back is a rollback. */
export const notAnUpgrade = (from?: string, to?: string): DomainError =>
  conflict('not_an_upgrade', from ? `The company runs ${from}; ${to} is not greater.` : 'There is no newer version.');

export const nothingToRollBack = (): DomainError =>
  conflict('nothing_to_roll_back', 'There is no upgrade that could be taken back.');

/** A member installs for themselves only what acts for them; an app that acts for itself is the company's affair. */
export const needsAdministrator = (): DomainError =>
  new DomainError('forbidden', 'needs_administrator', 'Only an administrator may install this, for the company.');

/** The company decided against the app. */
export const appDenied = (reason: string): DomainError =>
  new DomainError('forbidden', 'app_denied', `This company does not allow the app${reason ? `: ${reason}` : '.'}`);

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
