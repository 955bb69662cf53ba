/** A user as other modules see one: never a hash. */
export interface UserProfile {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly enabled: boolean;
  /** The language of their pages, where they chose one. */
  readonly locale: string | null;
  /** How often the password was changed: whatever an older one proved is over. */
  readonly passwordEpoch: number;
}

/** The same with what apps may ask about it. */
export interface UserDetails extends UserProfile {
  /** Whether a link that we sent to the address was followed. */
  readonly emailVerified: boolean;
}
