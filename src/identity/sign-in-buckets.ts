import { type Bucket, networkOf } from '../limits/index.js';

const QUARTER_HOUR = 15 * 60;
const HOUR = 60 * 60;

/** What one attempt to sign in is counted under. */
export interface SignInBuckets {
  /** Emptied when the sign-in succeeds. */
  readonly own: readonly Bucket[];
  /** Shared with others: a success takes back its own count alone. */
  readonly shared: readonly Bucket[];
}

/** A known device counts alone, so that nobody else's failures close it; others count by account and network. */
export function signInBuckets(account: string, address: string, device: string | undefined): SignInBuckets {
  if (device) {
    return { own: [{ name: `sign_in:device:${device}`, limit: 10, windowSeconds: QUARTER_HOUR }], shared: [] };
  }
  const network = networkOf(address);
  return {
    own: [{ name: `sign_in:account_network:${network}:${account}`, limit: 10, windowSeconds: QUARTER_HOUR }],
    shared: [
      { name: `sign_in:network:${network}`, limit: 100, windowSeconds: QUARTER_HOUR },
      { name: `sign_in:account:${account}`, limit: 100, windowSeconds: HOUR },
    ],
  };
}
