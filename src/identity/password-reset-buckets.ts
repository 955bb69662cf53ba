import { type Bucket, networkOf } from '../limits/index.js';

const HOUR = 60 * 60;

/** What is asked from one network, for whichever account; full, it is told. */
export const askedFrom = (address: string): Bucket => ({
  name: `password_reset:network:${networkOf(address)}`,
  limit: 30,
  windowSeconds: HOUR,
});

/**
 * What is mailed to one account; full, nobody is told. A browser that the account knows counts alone, so that no stranger
 * uses up what its owner may ask for.
 */
export function mailedTo(account: string, address: string, device: string | undefined): Bucket[] {
  if (device) return [{ name: `password_reset:device:${device}`, limit: 5, windowSeconds: HOUR }];
  return [
    { name: `password_reset:account_network:${networkOf(address)}:${account}`, limit: 3, windowSeconds: HOUR },
    { name: `password_reset:account:${account}`, limit: 10, windowSeconds: HOUR },
  ];
}
