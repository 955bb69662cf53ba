import { clientSecretBasic } from './client-secret-basic.js';
import { clientSecretPost } from './client-secret-post.js';
import type { ClientAuthenticationMethod } from './method.js';
import { none } from './none.js';
import { privateKeyJwt } from './private-key-jwt.js';

/** In this order: the first that the request uses decides. A new method is one file and one entry. */
export const CLIENT_AUTHENTICATION_METHODS: readonly ClientAuthenticationMethod[] = [
  privateKeyJwt,
  clientSecretBasic,
  clientSecretPost,
  none,
];
