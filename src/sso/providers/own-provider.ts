import type { IdentityProvider } from './identity-provider.entity.js';

/** A provider as its company sees it. */
export interface OwnProvider {
  readonly provider: IdentityProvider;
  readonly emergencyAdministrators: readonly number[];
}
