/**
 * What opens something, or proves who somebody is. In a URL it would end up in logs, histories and referrers (RFC 6750
 * §5.3, RFC 9700 §4.3).
 */
export const SECRET_PARAMETERS = [
  'access_token',
  'actor_token',
  'assertion',
  'bearer_token',
  'client_assertion',
  'client_secret',
  'code',
  'code_verifier',
  'device_code',
  'id_token',
  'id_token_hint',
  'password',
  'refresh_token',
  'subject_token',
  'token',
] as const;

export type SecretParameter = (typeof SECRET_PARAMETERS)[number];

/** The first secret in a query, but for those that a standard puts there; undefined where there is none. */
export const secretIn = (query: object, allowed: readonly SecretParameter[] = []): SecretParameter | undefined =>
  SECRET_PARAMETERS.find((name) => Object.hasOwn(query, name) && !allowed.includes(name));
