import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { Database } from '../../database/index.js';
import { type Bucket, Limits } from '../../limits/index.js';
import { DeviceCookies } from '../device-cookie.js';
import { emailKey } from '../email.js';
import { FactorMail } from './factor-mail.js';
import type { PendingSignIn } from './pending-sign-ins.js';

const QUARTER_HOUR = 15 * 60;
const HOUR = 60 * 60;

/**
 * Slows down guessing of second factors. Only who knows the password gets here, so nobody else can use up the attempts
 * of an account; a browser that the account knows counts alone, so that whoever learned the password cannot either.
 * All of those together have a bound as well: whoever once signed in often has many.
 */
@Injectable()
export class FactorAttempts {
  constructor(
    private readonly database: Database,
    private readonly limits: Limits,
    private readonly devices: DeviceCookies,
    private readonly mail: FactorMail,
    private readonly audit: AuditTrail,
  ) {}

  /** Counts an attempt before its outcome is known; the seconds to wait where there were too many. */
  async take(pending: PendingSignIn, deviceCookie: string | undefined): Promise<number | undefined> {
    const wait = await this.limits.tryTake(this.bucketsOf(pending, deviceCookie));
    if (wait !== undefined) await this.alarm(pending);
    return wait;
  }

  /** Forgets the failures of somebody who succeeded. */
  async clear(pending: PendingSignIn, deviceCookie: string | undefined): Promise<void> {
    await this.limits.clear(this.bucketsOf(pending, deviceCookie));
  }

  private bucketsOf({ id, user }: PendingSignIn, deviceCookie: string | undefined): Bucket[] {
    const device = this.devices.deviceOf(emailKey(user.email) ?? '', deviceCookie);
    const whole = device
      ? [
          { name: `second_factor:device:${device}`, limit: 10, windowSeconds: QUARTER_HOUR },
          { name: `second_factor:devices:${user.id}`, limit: 30, windowSeconds: HOUR },
        ]
      : [{ name: `second_factor:account:${user.id}`, limit: 10, windowSeconds: HOUR }];
    return [...whole, { name: `second_factor:pending:${id}`, limit: 5, windowSeconds: QUARTER_HOUR }];
  }

  /** Whoever got this far knows the password: once an hour the owner and the trail hear of it. */
  private async alarm({ user }: PendingSignIn): Promise<void> {
    const once = { name: `second_factor:alarm:${user.id}`, limit: 1, windowSeconds: HOUR };
    if ((await this.limits.tryTake([once])) !== undefined) return;
    await this.database.transaction(async () => {
      await this.audit.record({ action: 'second_factor.guessing_stopped', subjectType: 'user', subjectId: user.id });
      await this.mail.send(user, 'guessed');
    });
  }
}
