import { type Assertion, CLOCK_SECONDS } from './assertions.js';
import { SsoRefusal } from './refusal.js';
import type { Flow } from './sso-flows.js';

/**
 * When somebody who came back proved to their provider who they are: 0 where it does not tell, and never later than we
 * asked, so that no flow proves what was demanded after it began. Throws SsoRefusal `not_new` where a new sign-in was
 * demanded and the provider answered from an earlier one, or does not tell.
 */
export function authenticatedAt({ begunAt, mustBeNew }: Flow, { authTime }: Assertion): number {
  if (authTime !== undefined && authTime >= begunAt - CLOCK_SECONDS * 1000) return begunAt;
  if (mustBeNew)
    throw new SsoRefusal(
      'not_new',
      authTime === undefined ? 'ID token: no auth_time' : 'ID token: an earlier auth_time',
    );
  return authTime ?? 0;
}
