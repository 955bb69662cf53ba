import { decodeJwt } from 'jose';
import { invalidClient, invalidRequest } from '../oauth.errors.js';
import type { Parameters } from '../parameters.js';
import type { ClientAuthenticationMethod } from './method.js';

/** RFC 7523 §2.2. */
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Whom an assertion speaks of, not yet verified: only then is known whose keys verify it. */
function subjectOf(assertion: string): string {
  try {
    const { sub } = decodeJwt(assertion);
    if (typeof sub === 'string' && sub !== '') return sub;
  } catch {
    // What cannot be read proves nothing.
  }
  throw invalidClient();
}

function refuseTwoWays(authorization: string | undefined, parameters: Parameters): void {
  if (authorization === undefined && parameters.get('client_secret') === undefined) return;
  throw invalidRequest('Authenticate with a secret or with an assertion, not with both.');
}

/** A client proves with a signature that it holds a private key (RFC 7521 §4.2, RFC 7523 §3). */
export const privateKeyJwt: ClientAuthenticationMethod = {
  name: 'private_key_jwt',
  present(request, parameters) {
    const assertion = parameters.get('client_assertion');
    const type = parameters.get('client_assertion_type');
    if (assertion === undefined && type === undefined) return undefined;
    if (type !== ASSERTION_TYPE) throw invalidRequest(`The client_assertion_type has to be ${ASSERTION_TYPE}.`);
    if (assertion === undefined) throw invalidRequest('Missing parameter: client_assertion.');
    refuseTwoWays(request.headers.authorization, parameters);
    const clientId = subjectOf(assertion);
    const named = parameters.get('client_id');
    if (named !== undefined && named !== clientId) {
      throw invalidRequest('The assertion and client_id name different clients.');
    }
    return { clientId, assertion };
  },
};
