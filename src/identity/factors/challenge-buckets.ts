import { type Bucket, networkOf } from '../../limits/index.js';

const WINDOW_SECONDS = 600;

/** Where a challenge is given; `device`: the browser's id as the account knows it. */
interface Place {
  readonly purpose: string;
  readonly browser: string;
  readonly device?: string;
}

/**
 * What a challenge is counted under: each costs a row, and anybody may have one. For an account only those get one who
 * know its password or have its session; a browser that it knows counts alone, so that whoever learned the password
 * keeps nobody from their passkeys.
 */
export function challengeBuckets(
  { purpose, browser, device }: Place,
  userId: number | null,
  address: string,
): Bucket[] {
  const of = (kind: string, limit: number): Bucket => ({
    name: `passkey_challenge:${kind}`,
    limit,
    windowSeconds: WINDOW_SECONDS,
  });
  const shared = [of(networkOf(address), 300), of(`browser:${browser}`, 60)];
  if (userId === null) return shared;
  return [...shared, of(`${purpose}:${device ? `device:${device}` : `account:${userId}`}`, 30)];
}
