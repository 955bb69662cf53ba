import { Injectable } from '@nestjs/common';
import { type Bucket, Limits } from '../../limits/index.js';
import { DomainError } from '../../shared/index.js';
import { emailKey } from '../email.js';
import { type PasswordFault, passwordFault } from '../password-rules.js';
import { isBoundedPassword, Passwords } from '../passwords.js';
import type { UserProfile } from '../user-profile.js';
import { Users } from '../users.js';

const changesOf = (userId: number): Bucket => ({
  name: `password_change:${userId}`,
  limit: 5,
  windowSeconds: 15 * 60,
});

/** Changes the password of somebody who knows the present one. */
@Injectable()
export class OwnPassword {
  constructor(
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly limits: Limits,
  ) {}

  /** Ends all sessions. The person with the new password, or what is wrong with it or the present one. */
  async change(
    user: UserProfile,
    current: string,
    next: string,
  ): Promise<UserProfile | PasswordFault | 'wrong_current' | 'throttled'> {
    const fault = passwordFault(next, user);
    if (fault) return fault;
    if ((await this.limits.tryTake([changesOf(user.id)])) !== undefined) return 'throttled';
    const found = isBoundedPassword(current) ? await this.users.findForSignIn(emailKey(user.email)) : undefined;
    if (!found || !(await this.passwords.matches(found.passwordHash, current))) return 'wrong_current';
    await this.limits.clear([changesOf(user.id)]);
    return (await this.replace(found, next)) ? { ...user, passwordEpoch: found.passwordEpoch + 1 } : 'wrong_current';
  }

  /** False where what was typed is not the password any more: whoever knew the former one must not undo a change. */
  private async replace({ id, passwordEpoch }: UserProfile, next: string): Promise<boolean> {
    try {
      await this.users.changePassword(id, next, passwordEpoch);
      return true;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'password_changed') return false;
      throw error;
    }
  }
}
