import { AuthorizationCodeGrant } from './authorization-code.grant.js';
import { ClientCredentialsGrant } from './client-credentials.grant.js';
import type { Grant } from './grant.js';
import { RefreshTokenGrant } from './refresh-token.grant.js';

/** Every grant type there is; the token endpoint and discovery read nothing else. */
export const GRANTS = [AuthorizationCodeGrant, RefreshTokenGrant, ClientCredentialsGrant] as const;

/** Injects the instances of {@link GRANTS}. */
export const GRANT_LIST = Symbol('Grants');

export type GrantList = readonly Grant[];
