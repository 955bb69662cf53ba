import { Injectable } from '@nestjs/common';
import { emailKey } from './email.js';
import { type OtherSignIn, SignInPolicy } from './sign-in-policy.js';
import { Users, type UserWithPassword } from './users.js';

/** Accounts as those who know a password reach them: where a company has another sign-in, passwords may not count. */
@Injectable()
export class PasswordAccounts {
  constructor(
    private readonly users: Users,
    private readonly policy: SignInPolicy,
  ) {}

  /** The account, without a password where its password does not count. Costs the same whatever there is. */
  async find(key: string): Promise<UserWithPassword | undefined> {
    const holders = await this.policy.passwordHolders(key);
    const user = await this.users.findForSignIn(key);
    return !user || !holders || holders.includes(user.id) ? user : { ...user, passwordHash: null };
  }

  /** Whether somebody may sign in by what they keep here instead of a password. */
  async accepts(userId: number, email: string): Promise<boolean> {
    const holders = await this.policy.passwordHolders(emailKey(email) ?? '');
    return !holders || holders.includes(userId);
  }

  /**
   * Whether an account that {@link find} gave may get a password by mail: the first one only where no company has proven
   * the domain. One whose provider is only paused speaks for its people again, and a password would outlast the pause.
   */
  async getsPasswordByMail({ email, passwordHash }: UserWithPassword): Promise<boolean> {
    return passwordHash !== null || !(await this.policy.isProven(emailKey(email) ?? ''));
  }

  /** Where people of an address may sign in besides here, whether or not there is an account. */
  async otherWay(email: unknown): Promise<OtherSignIn | undefined> {
    const key = emailKey(email);
    return key === undefined ? undefined : this.policy.otherWay(key);
  }
}
