/** The sign-in that an authorization with the scope `openid` rests on, as its ID tokens tell of it. */
export interface SignInFacts {
  /** When the person proved who they are: epoch seconds (OpenID Connect Core §2, `auth_time`); 0 where nobody can tell. */
  readonly authTime: number;
  /** How, by the names of RFC 8176; empty where a link in a mail was the proof. */
  readonly amr: readonly string[];
  /** The client's own name of the browser session (OpenID Connect Back-Channel Logout §2.1). */
  readonly sid: string | null;
}
