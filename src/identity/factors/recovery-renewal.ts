import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { FactorMail } from './factor-mail.js';
import { RecoveryCodes, type RecoveryDraft } from './recovery-codes.js';
import { SealedDrafts } from './sealed-drafts.js';
import { SecondFactors } from './second-factors.js';
import type { Owner } from './security-desk.js';

const PURPOSE = 'recovery';

/** New recovery codes for people who have a second factor. */
@Injectable()
export class RecoveryRenewal {
  constructor(
    private readonly database: Database,
    private readonly factors: SecondFactors,
    private readonly recovery: RecoveryCodes,
    private readonly drafts: SealedDrafts,
    private readonly mail: FactorMail,
  ) {}

  /** Codes to be shown, and how their form carries them; undefined for whoever has nothing to recover from. */
  async draft({ session, user }: Owner): Promise<{ codes: readonly string[]; draft: string } | undefined> {
    if (!(await this.factors.has(user.id))) return undefined;
    const draft = await this.recovery.draft(user.id);
    return { codes: draft.codes, draft: this.drafts.seal(session, PURPOSE, draft) };
  }

  /** Makes the shown codes good; false where the form is too old, was sent before, or others were kept since. */
  async keep({ session, user }: Owner, sealed: string | undefined): Promise<boolean> {
    const draft = this.drafts.open<RecoveryDraft>(session, PURPOSE, sealed);
    if (!draft) return false;
    return this.database.transaction(async () => {
      // Whoever takes the last factor away takes the codes with it: not before these.
      await this.factors.lock(user.id);
      if (!(await this.factors.has(user.id)) || !(await this.recovery.keep(user.id, draft))) return false;
      if (draft.replaces !== null) await this.mail.send(user, 'renewed');
      return true;
    });
  }
}
