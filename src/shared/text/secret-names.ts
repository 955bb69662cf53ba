/** Words that mark a key whose value is a credential. */
const SECRET_WORDS = /^(secret|password|passwd|passphrase|token|hash|cookie|pepper|otp|jwt|assertion|verifier)s?$/;
/** `secret_id`, `token_lifetime`, the last characters of a secret as a `hint`: facts about a credential, not the credential. */
const HARMLESS_LAST_WORD =
  /^(id|ids|at|on|count|hint|hints|lifetime|ttl|seconds|method|methods|type|kind|limit|required|enabled)$/;

/** Whether a key in snake_case or camelCase names a credential. */
export function namesSecret(key: string): boolean {
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.some((word) => SECRET_WORDS.test(word)) && !HARMLESS_LAST_WORD.test(words.at(-1) ?? '');
}
