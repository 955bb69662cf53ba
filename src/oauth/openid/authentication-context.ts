/** One factor: a password, a passkey's presence, or a link in a mail. */
const ONE_FACTOR = 'urn:gatehouse:acr:1fa';
/** Two factors of different kinds (RFC 8176 §2, `mfa`). */
const TWO_FACTORS = 'urn:gatehouse:acr:mfa';

/** Every `acr` that an ID token may have, weakest first (`acr_values_supported`). */
export const ACR_VALUES = [ONE_FACTOR, TWO_FACTORS] as const;

/** What a sign-in amounts to, by what was done for it and nothing else (OpenID Connect Core §2, `acr`). */
export const acrOf = (amr: readonly string[]): (typeof ACR_VALUES)[number] =>
  amr.includes('mfa') ? TWO_FACTORS : ONE_FACTOR;
