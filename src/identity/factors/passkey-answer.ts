import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';

/** Attestations of some authenticators have certificates in them. */
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
