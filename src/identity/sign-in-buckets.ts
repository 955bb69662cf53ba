import { areaOf, type Bucket, networkOf } from '../limits/index.js';

const QUARTER_HOUR = 15 * 60;
const HOUR = 60 * 60;

/** What one attempt to sign in is counted under. */
export interface SignInBuckets {
  /** Emptied when the sign-in succeeds. */
  readonly own: readonly Bucket[];
  /** Shared with others: a success takes back its own count alone. */
  readonly shared: readonly Bucket[];
}

export interface SignInPlace {
  readonly account: string;
  readonly address: string;
  /** The browser, where the account signed in before. */
  readonly device: string | undefined;
}

/** All failures of an account from browsers that it does not know. Full, it is being guessed at. */
export const guessesAt = (account: string): Bucket => ({
  name: `sign_in:account:${account}`,
  limit: 100,
  windowSeconds: HOUR,
});

/**
 * A known device counts alone, so that nobody else's failures close it; others count by account and network. An account
 * that is being guessed at stays open to its owner: every organization's network has a few attempts left, and no more.
 */
export function signInBuckets({ account, address, device }: SignInPlace, isGuessedAt: boolean): SignInBuckets {
  if (device) {
    return { own: [{ name: `sign_in:device:${device}`, limit: 10, windowSeconds: QUARTER_HOUR }], shared: [] };
  }
  const network = networkOf(address);
  const own = [{ name: `sign_in:account_network:${network}:${account}`, limit: 10, windowSeconds: QUARTER_HOUR }];
  const narrow = { name: `sign_in:account_area:${areaOf(address)}:${account}`, limit: 3, windowSeconds: QUARTER_HOUR };
  return {
    own: isGuessedAt ? [...own, narrow] : own,
    shared: [
      { name: `sign_in:network:${network}`, limit: 100, windowSeconds: QUARTER_HOUR },
      { ...guessesAt(account), limit: Number.MAX_SAFE_INTEGER },
    ],
  };
}
