import type { ClientAuthenticationMethod } from './method.js';

/** Public clients name themselves (RFC 6749 §3.2.1). */
export const none: ClientAuthenticationMethod = {
  name: 'none',
  present(_request, parameters) {
    const clientId = parameters.get('client_id');
    return clientId === undefined ? undefined : { clientId };
  },
};
