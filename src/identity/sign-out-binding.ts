import type { Session } from './sessions.js';

/** What the CSRF token of a sign-out form is bound to. */
export const signOutBinding = (session: Session): string => `sign-out:${session.id}`;
