/** Why somebody who comes back from a provider is not signed in; each has a page of its own. */
export type RefusalReason =
  | 'unavailable'
  | 'gone'
  | 'denied'
  | 'not_new'
  | 'never_new'
  | 'provider_failed'
  | 'email_missing'
  | 'email_unverified'
  | 'other_domain'
  | 'another_person'
  | 'no_account'
  | 'blocked'
  | 'throttled';

/** Nobody was signed in, and nothing was changed. */
export class SsoRefusal extends Error {
  constructor(
    readonly reason: RefusalReason,
    /** For the operator's log. */
    readonly detail?: string,
    readonly headers?: Readonly<Record<string, string>>,
  ) {
    super(`Not signed in: ${reason}`);
    this.name = 'SsoRefusal';
  }
}
