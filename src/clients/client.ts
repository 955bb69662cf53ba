import type { KeyObject } from 'node:crypto';
import type { ClientEntity } from './client.entity.js';
import type { KeyAlgorithm } from './public-keys.js';

/** A secret as verification needs it. */
export interface KnownSecret {
  readonly id: string;
  readonly hash: string;
  /** Epoch milliseconds, or null: until revoked. */
  readonly expiresAt: number | null;
}

/** A public key as verification needs it. */
export interface KnownKey {
  readonly id: string;
  readonly thumbprint: string;
  readonly alg: KeyAlgorithm;
  readonly key: KeyObject;
  /** Epoch milliseconds, or null: until revoked. */
  readonly expiresAt: number | null;
}

/** An OAuth client with its credentials that were not revoked, as kept in memory. */
export interface Client extends Readonly<ClientEntity> {
  readonly secrets: readonly KnownSecret[];
  readonly keys: readonly KnownKey[];
}

/** What a new client is made of; the rest has defaults. */
export type NewClient = Pick<ClientEntity, 'name' | 'kind' | 'type' | 'environment' | 'grantTypes'> &
  Partial<
    Pick<
      ClientEntity,
      | 'clientId'
      | 'appId'
      | 'companyId'
      | 'principalId'
      | 'profile'
      | 'redirectUris'
      | 'allowedOrigins'
      | 'defaultScopes'
      | 'accessTokenTtl'
      | 'refreshIdleTtl'
      | 'graceSeconds'
      | 'signedResponseAlg'
      | 'postLogoutRedirectUris'
      | 'backchannelLogoutUri'
    >
  >;

export interface IssuedSecret {
  readonly id: string;
  /** Shown this once. */
  readonly secret: string;
  readonly hint: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

/** A secret as listings show it: never its value. */
export interface SecretSummary extends Omit<IssuedSecret, 'secret'> {
  readonly lastUsedAt: number | null;
}
