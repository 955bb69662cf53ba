import { Injectable } from '@nestjs/common';
import type { PendingSignIn } from './pending-sign-ins.js';
import { FactorMail } from './factor-mail.js';
import { Passkeys, type SignedPasskey } from './passkeys.js';
import { RecoveryCodes } from './recovery-codes.js';
import type { Proof } from './second-factor-sign-in.js';
import { TotpFactors } from './totp-factors.js';

/** What people prove as a second factor. */
@Injectable()
export class FactorProofs {
  constructor(
    private readonly totp: TotpFactors,
    private readonly recovery: RecoveryCodes,
    private readonly passkeys: Passkeys,
    private readonly mail: FactorMail,
  ) {}

  byCode({ user }: PendingSignIn, code: string): Proof {
    return async () => ((await this.totp.use(user.id, code)) ? ['otp'] : undefined);
  }

  /** `signed`: by whichever passkey; it has to be one of the person who proved the password. */
  byPasskey({ user }: PendingSignIn, signed: SignedPasskey | undefined): Proof {
    return async () => (signed?.user.id === user.id ? this.passkeys.use(signed) : undefined);
  }

  /** RFC 8176 has no name for recovery codes: `mfa` alone tells of them. */
  byRecovery({ user }: PendingSignIn, code: string): Proof {
    return async () => {
      if (!(await this.recovery.use(user.id, code))) return undefined;
      await this.mail.send(user, 'recovered');
      return [];
    };
  }
}
