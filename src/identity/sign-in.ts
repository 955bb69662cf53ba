import { Injectable } from '@nestjs/common';
import { type Bucket, Limits } from '../limits/index.js';
import { DeviceCookies } from './device-cookie.js';
import { emailKey } from './email.js';
import { GuessingAlarm } from './guessing-alarm.js';
import { PasswordAccounts } from './password-accounts.js';
import { isBoundedPassword, Passwords } from './passwords.js';
import type { OtherSignIn } from './sign-in-policy.js';
import { guessesAt, signInBuckets } from './sign-in-buckets.js';
import type { AuthenticationMethod } from './sessions.js';
import type { UserProfile } from './user-profile.js';

/** What a browser sends to sign in. */
export interface SignInAttempt {
  readonly email: unknown;
  readonly password: unknown;
  readonly address: string;
  readonly deviceCookie?: string;
}

/** Who proved to be whom. */
export interface SignInResult {
  readonly user: UserProfile;
  readonly amr: readonly AuthenticationMethod[];
  /** Whether the identity provider of their company did so. */
  readonly isByProvider?: boolean;
  /** Marks this browser as known to the account; see {@link DeviceCookies}. */
  readonly deviceCookie: string;
  /** When, epoch milliseconds; 0 where nobody can tell. Absent: now. */
  readonly authenticatedAt?: number;
  /**
   * What goes on: a session under another cookie, whose person did not sign in again, or a sign-in that waited for its
   * second factor.
   */
  readonly from?: { readonly id: string };
}

/** Proves who somebody is by e-mail and password, and slows down those who guess. */
@Injectable()
export class SignIn {
  constructor(
    private readonly accounts: PasswordAccounts,
    private readonly passwords: Passwords,
    private readonly devices: DeviceCookies,
    private readonly limits: Limits,
    private readonly alarm: GuessingAlarm,
  ) {}

  /**
   * The user, or undefined whatever is wrong: no account, no password, one that does not count, another one, blocked. All cost the same
   * time. Throws 429 `too_many_attempts` with `Retry-After`.
   */
  async authenticate(attempt: SignInAttempt): Promise<SignInResult | undefined> {
    const account = emailKey(attempt.email);
    const { password } = attempt;
    if (!account || !isBoundedPassword(password)) return undefined;
    const device = this.devices.deviceOf(account, attempt.deviceCookie);
    const isGuessedAt = !device && (await this.limits.isBlocked([guessesAt(account)])) !== undefined;
    const { own, shared } = signInBuckets({ account, address: attempt.address, device }, isGuessedAt);
    await this.take(account, [...own, ...shared], isGuessedAt);
    const user = await this.proven(account, password);
    if (!user) return undefined;
    await this.limits.clear(own);
    await this.limits.giveBack(shared);
    return this.proved(user, ['pwd']);
  }

  /** Where people of an address may sign in besides here; depends on its domain alone. */
  otherWay(email: unknown): Promise<OtherSignIn | undefined> {
    return this.accounts.otherWay(email);
  }

  /**
   * Somebody whom the identity provider of their company proved. How it did so is its own word: we saw nothing.
   * `authenticatedAt`: when, as {@link SignInResult} has it.
   */
  provenByProvider(user: UserProfile, authenticatedAt: number): SignInResult {
    return { ...this.provenByMail(user), authenticatedAt, isByProvider: true };
  }

  /** Somebody whom a link in a mail to their address proved. */
  provenByMail(user: UserProfile): SignInResult {
    return this.proved(user, []);
  }

  /** As {@link proved}, by what needs no password; undefined where their company decided that they sign in there alone. */
  async provedAlone(user: UserProfile, amr: readonly AuthenticationMethod[]): Promise<SignInResult | undefined> {
    return (await this.accounts.accepts(user.id, user.email)) ? this.proved(user, amr) : undefined;
  }

  /** Somebody who proved in these ways who they are. */
  proved(user: UserProfile, amr: readonly AuthenticationMethod[]): SignInResult {
    return { user, amr, deviceCookie: this.devices.issue(emailKey(user.email) ?? '') };
  }

  private async take(account: string, buckets: readonly Bucket[], isGuessedAt: boolean): Promise<void> {
    if (isGuessedAt) this.alarm.raise(account);
    try {
      await this.limits.take(buckets);
    } catch (error) {
      this.alarm.raise(account);
      throw error;
    }
  }

  private async proven(account: string, password: string): Promise<UserProfile | undefined> {
    const found = await this.accounts.find(account);
    const fits = await this.passwords.matches(found?.passwordHash, password);
    if (!found || !fits || !found.enabled) return undefined;
    const { passwordHash: _, ...user } = found;
    return user;
  }
}
