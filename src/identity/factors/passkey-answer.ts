import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { decodeAttestationObject, isoBase64URL } from '@simplewebauthn/server/helpers';

const MAX_LENGTH = 32_768;

function objectIn(text: string | undefined): { readonly id?: unknown; readonly response?: unknown } | undefined {
  if (text === undefined || text.length > MAX_LENGTH) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What a script of ours posted; undefined for what has not even its shape. The library looks at the rest. */
export function passkeyAnswer<T extends AuthenticationResponseJSON | RegistrationResponseJSON>(
  text: string | undefined,
): T | undefined {
  const value = objectIn(text);
  const hasShape = typeof value?.id === 'string' && typeof value.response === 'object' && value.response !== null;
  return hasShape && !isFramed((value as T).response.clientDataJSON) ? (value as T) : undefined;
}

/** Our pages are in nobody's frame: what was signed in one was signed for another site (WebAuthn §5.8.1). */
function isFramed(clientData: unknown): boolean {
  const text = typeof clientData === 'string' ? Buffer.from(clientData, 'base64url').toString() : '';
  const told = objectIn(text) as { readonly crossOrigin?: unknown } | undefined;
  return told?.crossOrigin === true;
}

/**
 * Whether nobody but the passkey itself vouches for it: we ask for no more, and browsers give no more (WebAuthn §5.4.7).
 * Certificates would have the library fetch lists of revoked ones from wherever they say, past our own door.
 */
export function isUnattested({ response }: RegistrationResponseJSON): boolean {
  try {
    const attestation = decodeAttestationObject(isoBase64URL.toBuffer(response.attestationObject));
    const format = attestation.get('fmt');
    return format === 'none' || (format === 'packed' && attestation.get('attStmt').get('x5c') === undefined);
  } catch {
    return false;
  }
}

/** How browsers reach a passkey, as far as it is told in the words of a browser. */
export function transportsIn({ response }: RegistrationResponseJSON): string {
  const told: unknown = response.transports;
  const words = (Array.isArray(told) ? told : []).filter(
    (one) => typeof one === 'string' && /^[a-z-]{1,20}$/.test(one),
  );
  return words.join(' ').slice(0, 120);
}
