/**
 * Port: where a browser may be led after signing in, beyond this origin. Browsers apply the sign-in form's
 * `form-action` to the whole chain of redirects (CSP 3 §6.4.1), and that chain may end at a client's redirect URI.
 */
export abstract class ReturnDestinations {
  /** CSP sources for a local path that {@link localPath} let through; empty where it leads nowhere else. */
  abstract sources(returnTo: string): Promise<readonly string[]>;
  /** Whether whoever goes on there has to prove anew who they are, however long they are signed in elsewhere. */
  abstract asksAnew(returnTo: string): Promise<boolean>;
}

/** Port: who demands a second factor of a person. */
export abstract class FactorDemands {
  /** The names of the companies that the person belongs to and that demand one. */
  abstract demandedBy(userId: number): Promise<readonly string[]>;
  /** Whether one company does. */
  abstract isDemandedIn(companyId: number): Promise<boolean>;
}

/** Port: who has to hear of the end of sessions; always called in the transaction in which they end. */
export abstract class SessionEnding {
  /** Of a few hundred at most. */
  abstract ended(sessionIds: readonly string[]): Promise<void>;

  /** All sessions of a user, but for one that was kept. */
  abstract allEnded(userId: number, keptId?: string): Promise<void>;

  /** Of a session that ended in the same transaction: its person signed in again in that browser. */
  abstract continued(from: string, to: string): Promise<void>;
}

/** Port: what else somebody has a part in whose account closes; called in the transaction in which it does. */
export abstract class AccountLeaving {
  /**
   * Takes them out of every company and off every app. Throws 409 `owns_apps` or `last_administrator`, each with the
   * `names` of those that somebody else has to take over first.
   */
  abstract leaveAll(userId: number): Promise<void>;
}
