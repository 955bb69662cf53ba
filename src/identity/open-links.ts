import { Injectable } from '@nestjs/common';
import { EmailConfirmationLinks } from './confirmation/email-confirmation-links.js';
import { PasswordResetLinks } from './password-reset-links.js';

/** All links that are open for an account. */
@Injectable()
export class OpenLinks {
  constructor(
    private readonly resets: PasswordResetLinks,
    private readonly confirmations: EmailConfirmationLinks,
  ) {}

  /** Ends them, in the caller's transaction. */
  async closeAll(userId: number): Promise<void> {
    await this.resets.close(userId);
    await this.confirmations.close(userId);
  }
}
