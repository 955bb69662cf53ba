import { dictionary } from '@zxcvbn-ts/language-common';
import { MIN_PASSWORD_LENGTH } from './passwords.js';

/** Those among the passwords that breaches made known, the most frequent of them, that are long enough to be chosen. */
const COMMON = new Set(
  dictionary['passwords-common'].filter((password) => password.length >= MIN_PASSWORD_LENGTH).map(folded),
);

/** What guessing programs vary first: case, and blanks at the ends. */
function folded(password: string): string {
  return password.normalize('NFKC').toLowerCase().trim();
}

/** Whether a password is among those that everybody tries first (NIST SP 800-63B §3.1.1.2); asks nobody. */
export const isCommonPassword = (password: string): boolean => COMMON.has(folded(password));
