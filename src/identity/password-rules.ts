import { isCommonPassword } from './common-passwords.js';
import { isAcceptablePassword, MIN_PASSWORD_LENGTH } from './passwords.js';

/** Whose password it is to be. */
export interface PasswordHolder {
  readonly email: string;
  readonly name: string;
}

/** Why somebody may not choose a password; also the names of the texts that tell them. */
export type PasswordFault = 'wrong_password' | 'common_password' | 'personal_password';

/** Shorter parts of a name are in too many words. */
const MIN_PART = 4;

/** Why `holder` may not choose `password`; undefined where they may. */
export function passwordFault(password: unknown, holder: PasswordHolder): PasswordFault | undefined {
  if (!isAcceptablePassword(password)) return 'wrong_password';
  if (isCommonPassword(password)) return 'common_password';
  const text = folded(password);
  return partsOf(holder).some((part) => text.includes(part)) ? 'personal_password' : undefined;
}

/** The same for those who read English sentences: operators and the API. */
export const PASSWORD_FAULTS: Readonly<Record<PasswordFault, string>> = {
  wrong_password: `Must have at least ${MIN_PASSWORD_LENGTH} characters and at most 1024 bytes.`,
  common_password: 'Is one of the passwords that everybody tries first.',
  personal_password: 'Must not contain the name or the e-mail address.',
};

const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

/** What anybody knows of the person: the address, what stands before its @, and the words of the name. */
function partsOf({ email, name }: PasswordHolder): string[] {
  const address = folded(email).trim();
  const words = folded(name).split(/[^\p{L}\p{N}]+/u);
  return [address, address.split('@')[0], ...words].filter((part) => [...part].length >= MIN_PART);
}
