import type { ClientAuthenticationMethod } from './method.js';

/** RFC 6749 §2.3.1: what Procore's clients use. */
export const clientSecretPost: ClientAuthenticationMethod = {
  name: 'client_secret_post',
  present(_request, parameters) {
    const clientId = parameters.get('client_id');
    const secret = parameters.get('client_secret');
    return clientId !== undefined && secret !== undefined ? { clientId, secret } : undefined;
  },
};
