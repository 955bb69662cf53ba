import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { KeyRing } from '../../keys/index.js';
import { newSecret, SECRET_PREFIXES, secretPayload } from '../../shared/index.js';
import { tooManyInvitations } from '../directory.errors.js';
import type { Member } from '../members/member.entity.js';
import { CompanyInvitation } from './company-invitation.entity.js';

const DAY_MS = 24 * 3_600_000;
export const INVITATION_MS = 14 * DAY_MS;

/** Mails of a day: to one address by one company, to one address by everybody, and of one company. */
export const MOST_MAILS = { pair: 5, address: 20, company: 500 } as const;

/** An invitation that its holder can answer. */
export interface OpenInvitation {
  readonly companyId: number;
  readonly companyName: string;
  /** The principal of the invited entry. */
  readonly principalId: number;
  readonly name: string;
  readonly email: string;
  readonly inviterName: string | null;
}

interface Row {
  readonly company_id: number | string;
  readonly company_name: string;
  readonly principal_id: number | string;
  readonly first_name: string;
  readonly last_name: string;
  readonly email: string;
  readonly inviter_name: string | null;
}

/** The links that invited people are sent: one per company and address, good once. */
@Injectable()
export class InvitationLinks {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
  ) {}

  /** A new link, and the end of the former one; under the company's lock. Throws too_many_invitations. */
  async issue({ id, companyId, emailKey }: Member, invitedBy: number | null): Promise<string> {
    const address = emailKey ?? '';
    const rows = this.database.repository(CompanyInvitation);
    const [former, now] = [await rows.findOneBy({ companyId, emailKey: address }), await this.database.now()];
    const isCounted = former !== null && former.countedSince > now - DAY_MS;
    await this.refuseTooMany(companyId, address, isCounted ? former : undefined, now);
    const token = newSecret(SECRET_PREFIXES.invitation);
    const row = {
      memberId: id,
      hash: this.keys.hash(token),
      invitedBy,
      mails: isCounted ? former.mails + 1 : 1,
      countedSince: isCounted ? former.countedSince : now,
      expiresAt: now + INVITATION_MS,
    };
    if (former) await rows.update({ id: former.id }, row);
    else await rows.insert({ ...row, companyId, emailKey: address });
    return token;
  }

  /**
   * What a token opens; undefined for one that is damaged, foreign, used, withdrawn or ran out, or whose sender is not in
   * the company any more: nobody comes in by the word of somebody who was shown out.
   */
  async find(token: string): Promise<OpenInvitation | undefined> {
    if (secretPayload(SECRET_PREFIXES.invitation, token) === undefined) return undefined;
    const hashes = this.keys.hashes(token);
    const [row] = await this.database.query<Row>(
      `SELECT i.company_id, c.name AS company_name, m.principal_id, m.first_name, m.last_name, m.email,
         p.name AS inviter_name
       FROM company_invitations i JOIN members m ON m.id = i.member_id JOIN companies c ON c.id = i.company_id
       LEFT JOIN principals p ON p.id = i.invited_by
       LEFT JOIN members b ON b.company_id = i.company_id AND b.principal_id = i.invited_by
       WHERE i.hash IN (${marks(hashes)}) AND i.expires_at > ${this.database.dialect.now}
         AND m.status = 'invited' AND c.active = 1
         AND (i.invited_by IS NULL OR (p.enabled = 1 AND b.status = 'active'))`,
      hashes,
    );
    return row && openOf(row);
  }

  /** Uses the link up, for one of several who try; false where it is not open any more. */
  async take(token: string): Promise<boolean> {
    const hashes = this.keys.hashes(token);
    const taken = await this.database.execute(
      `UPDATE company_invitations SET hash = NULL, member_id = NULL
       WHERE hash IN (${marks(hashes)}) AND expires_at > ${this.database.dialect.now}`,
      hashes,
    );
    return taken === 1;
  }

  /** Whether the link of an entry could be answered now, by the rules of {@link find}. */
  async isOpen({ id }: Member): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT i.id FROM company_invitations i LEFT JOIN principals p ON p.id = i.invited_by
       LEFT JOIN members b ON b.company_id = i.company_id AND b.principal_id = i.invited_by
       WHERE i.member_id = ? AND i.hash IS NOT NULL AND i.expires_at > ${this.database.dialect.now}
         AND (i.invited_by IS NULL OR (p.enabled = 1 AND b.status = 'active'))`,
      [id],
    );
    return rows.length > 0;
  }

  /** Ends the link of an entry. */
  async close({ id, companyId }: Member): Promise<void> {
    const rows = this.database.repository(CompanyInvitation);
    await rows.update({ companyId, memberId: id }, { hash: null, memberId: null });
  }

  private async refuseTooMany(
    companyId: number,
    emailKey: string,
    counted: CompanyInvitation | undefined,
    now: number,
  ): Promise<void> {
    if (counted && counted.mails >= MOST_MAILS.pair) {
      throw tooManyInvitations(Math.ceil((counted.countedSince + DAY_MS - now) / 1000));
    }
    const ofAddress = await this.sum('email_key', emailKey, now);
    const ofCompany = await this.sum('company_id', companyId, now);
    if (ofAddress >= MOST_MAILS.address || ofCompany >= MOST_MAILS.company) throw tooManyInvitations(DAY_MS / 1000);
  }

  private async sum(column: 'email_key' | 'company_id', value: string | number, now: number): Promise<number> {
    const [{ mails }] = await this.database.query<{ mails: number | string }>(
      `SELECT COALESCE(SUM(mails), 0) AS mails FROM company_invitations WHERE ${column} = ? AND counted_since > ?`,
      [value, now - DAY_MS],
    );
    return Number(mails);
  }
}

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

const openOf = (row: Row): OpenInvitation => ({
  companyId: Number(row.company_id),
  companyName: row.company_name,
  principalId: Number(row.principal_id),
  name: `${row.first_name} ${row.last_name}`.trim(),
  email: row.email,
  inviterName: row.inviter_name,
});
