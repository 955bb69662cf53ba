import { conflict, DomainError } from '../shared/index.js';
import type { DomainRefusal } from './domains/domain-name.js';

/** What a provider said, or did not say, that keeps us from using it. */
export const unusableProvider = (reason: string): DomainError =>
  new DomainError('invalid', 'identity_provider_unusable', `The identity provider cannot be used: ${reason}.`, {
    fields: { issuer: [reason] },
  });

export const tooManyProviders = (most: number): DomainError =>
  conflict('too_many_identity_providers', `A company can have at most ${most} identity providers: delete one first.`);

/** Whoever enforces single sign-on must be able to get in on the day the provider fails. */
export const emergencyAdministratorRequired = (): DomainError =>
  new DomainError(
    'invalid',
    'emergency_administrator_required',
    'Name at least one active administrator of the company who has a password.',
    { fields: { emergency_administrator_ids: ['must name active administrators of the company with a password'] } },
  );

const REFUSALS: Readonly<Record<DomainRefusal, string>> = {
  not_a_domain: 'must be a domain such as northwind.example',
  public_suffix: 'must not be a name below which others register theirs',
  free_mail: 'must not be a domain where anybody gets an address',
};

export const domainRefused = (reason: DomainRefusal): DomainError =>
  new DomainError('invalid', 'domain_refused', `The domain ${REFUSALS[reason]}.`, {
    fields: { domain: [REFUSALS[reason]] },
    extensions: { reason },
  });

export const duplicateDomain = (): DomainError =>
  conflict('duplicate_domain', 'The company has this domain already: remove it there first.');

export const tooManyDomains = (most: number): DomainError =>
  conflict('too_many_domains', `A company can have at most ${most} e-mail domains.`);

/** Told only to who proved the domain just now. */
export const domainTaken = (): DomainError =>
  conflict(
    'domain_taken',
    'Another company has proven this domain: it must remove the domain first, or its TXT record must go.',
  );

export const domainNotProven = (reason: 'no_record' | 'no_answer', name: string): DomainError =>
  new DomainError('conflict', 'domain_not_proven', PROOFS[reason].replace('{name}', name), { extensions: { reason } });

const PROOFS = {
  no_record: 'The DNS has no TXT record {name} with the expected text. New records may take an hour to be seen.',
  no_answer: 'The DNS did not answer for {name}. Try again later.',
} as const;

/** Nobody's mailbox is to be filled through us. */
export const tooManyConfirmations = (seconds: number): DomainError =>
  new DomainError('too_many_requests', 'too_many_confirmations', 'Too many confirmations were mailed. Try later.', {
    headers: { 'Retry-After': String(Math.max(1, seconds)) },
  });
