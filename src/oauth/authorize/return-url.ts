import type { ReturnAddress } from './authorize-errors.js';

/** The redirect that carries an answer: `state` unchanged, `iss` always (RFC 6749 §4.1.2, RFC 9207 §2). */
export function returnUrl(to: ReturnAddress, issuer: string, answer: Readonly<Record<string, string>>): string {
  const parameters = new URLSearchParams(answer);
  if (to.state !== null) parameters.set('state', to.state);
  parameters.set('iss', issuer);
  const joint = to.redirectUri.includes('?') ? '&' : '?';
  // URLSearchParams writes a blank as "+"; "%20" is understood by form and URI decoders alike.
  return `${to.redirectUri}${joint}${parameters.toString().replaceAll('+', '%20')}`;
}
