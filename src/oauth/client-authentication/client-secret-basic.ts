import type { FastifyRequest } from 'fastify';
import { invalidClient, invalidRequest } from '../oauth.errors.js';
import type { Parameters } from '../parameters.js';
import type { ClientAuthenticationMethod, PresentedClient } from './method.js';

const BASIC = /^Basic +([A-Za-z0-9+/]+={0,2})$/i;

/** RFC 6749 §2.3.1: both halves are form-encoded before they are joined. */
const formDecode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw invalidClient();
  }
};

function credentialsOf(header: string): PresentedClient {
  const encoded = BASIC.exec(header)?.[1];
  if (!encoded) throw invalidClient();
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) throw invalidClient();
  const secret = formDecode(text.slice(colon + 1));
  return { clientId: formDecode(text.slice(0, colon)), ...(secret && { secret }) };
}

export const clientSecretBasic: ClientAuthenticationMethod = {
  name: 'client_secret_basic',
  present(request: FastifyRequest, parameters: Parameters): PresentedClient | undefined {
    const { authorization } = request.headers;
    if (authorization === undefined) return undefined;
    const presented = credentialsOf(authorization);
    if (parameters.get('client_secret') !== undefined) {
      throw invalidRequest('Authenticate in the header or in the body, not in both.');
    }
    const named = parameters.get('client_id');
    if (named !== undefined && named !== presented.clientId) {
      throw invalidRequest('Header and body name different clients.');
    }
    return presented;
  },
};
