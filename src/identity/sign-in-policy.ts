import type { Session } from './sessions.js';
import type { UserProfile } from './user-profile.js';

/** Where people of an e-mail domain may sign in besides here. */
export interface OtherSignIn {
  /** Of a page of ours that leads there; takes `return_to` and `login_hint`. */
  readonly path: string;
  readonly name: string;
  /** Whether they sign in nowhere else. */
  readonly isRequired: boolean;
}

/** Port: what companies decided about the sign-in of people of the domains that they proved. */
export abstract class SignInPolicy {
  /** Depends on the domain alone: whoever asks learns nothing of accounts. */
  abstract otherWay(emailKey: string): Promise<OtherSignIn | undefined>;
  /** Whether a company has proven the domain, also where nobody signs in at its provider for a while. */
  abstract isProven(emailKey: string): Promise<boolean>;
  /** The only users of the domain whose password counts; undefined where everybody's does. */
  abstract passwordHolders(emailKey: string): Promise<readonly number[] | undefined>;
  /**
   * Whether a session may begin of somebody whom no provider proved; `fromId`: what it goes on from. In the caller's
   * transaction, until whose end that stays so.
   */
  abstract admits(user: UserProfile, fromId: string | undefined): Promise<boolean>;
  /**
   * A session began that goes on from another one, or from a sign-in that waited for its second factor: whoever signed
   * the person in there did so here. In the caller's transaction.
   */
  abstract goesOn(fromId: string, session: Session): Promise<void>;
  /** Where the browser goes once this session is over; undefined: to the sign-in page. */
  abstract pathAfterSignOut(session: Session): Promise<string | undefined>;
}
