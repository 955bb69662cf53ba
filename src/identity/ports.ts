/**
 * Port: where a browser may be led after signing in, beyond this origin. Browsers apply the sign-in form's
 * `form-action` to the whole chain of redirects (CSP 3 §6.4.1), and that chain may end at a client's redirect URI.
 */
export abstract class ReturnDestinations {
  /** CSP sources for a local path that {@link localPath} let through; empty where it leads nowhere else. */
  abstract sources(returnTo: string): Promise<readonly string[]>;
}

/** Port: who demands a second factor of a person. */
export abstract class FactorDemands {
  /** The names of the companies that the person belongs to and that demand one. */
  abstract demandedBy(userId: number): Promise<readonly string[]>;
}
