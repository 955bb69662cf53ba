import type { IdentityProvider } from '../providers/identity-provider.entity.js';

/**
 * A redirect URI of its own for each provider: what one of them answers cannot be taken for an answer of another, also
 * where it does not name itself (RFC 9700 §4.4.2.2).
 */
export const callbackPath = ({ handle }: Pick<IdentityProvider, 'handle'>): string => `/sign-in/sso/${handle}/callback`;
