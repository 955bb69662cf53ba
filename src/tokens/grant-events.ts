import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import { Database, type SqlValue } from '../database/index.js';

/** What a grant gives in one company; without a company where it covers none. */
export interface Covered {
  readonly grantId: string;
  readonly userId: number;
  readonly clientId: string;
  readonly companyId: number | null;
  readonly scopes: string | null;
  readonly isAlive: boolean;
}

interface Row {
  readonly id: string;
  readonly user_id: number;
  readonly client_id: string;
  readonly company_id: number | null;
  readonly scopes: string | null;
  readonly revoked_at: number | null;
}

/** A change of a grant is an event in the trail of each company that it concerns, which learns of no other company. */
@Injectable()
export class GrantEvents {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
  ) {}

  /** What a grant covers now. */
  ofGrant(grantId: string): Promise<Covered[]> {
    return this.covered('g.id = ?', [grantId]);
  }

  /** What the grants of a user give in a company. */
  ofUserIn(userId: number, companyId: number): Promise<Covered[]> {
    return this.covered('g.user_id = ? AND c.company_id = ?', [userId, companyId]);
  }

  consented(given: Covered, before: string | null): Promise<void> {
    const { grantId, userId, clientId, companyId, scopes } = given;
    return this.audit.record({
      action: 'grant.consented',
      subjectType: 'grant',
      subjectId: grantId,
      actorId: userId,
      clientId,
      companyId,
      before: before === null ? null : { scopes: before },
      after: { scopes },
    });
  }

  async ended(action: 'grant.revoked' | 'grant.company_withdrawn', lost: readonly Covered[]): Promise<void> {
    for (const { grantId, userId, clientId, companyId, scopes, isAlive } of lost) {
      if (!isAlive) continue;
      const before = { user_id: userId, client_id: clientId, scopes };
      await this.audit.record({ action, subjectType: 'grant', subjectId: grantId, companyId, before });
    }
  }

  private async covered(condition: string, parameters: readonly SqlValue[]): Promise<Covered[]> {
    const rows = await this.database.query<Row>(
      `SELECT g.id, g.user_id, l.client_id, c.company_id, COALESCE(c.scopes, g.scopes) AS scopes, g.revoked_at
       FROM grants g JOIN clients l ON l.id = g.client_row_id LEFT JOIN grant_companies c ON c.grant_id = g.id
       WHERE ${condition}`,
      parameters,
    );
    return rows.map((row) => ({
      grantId: row.id,
      userId: Number(row.user_id),
      clientId: row.client_id,
      companyId: row.company_id === null ? null : Number(row.company_id),
      scopes: row.scopes,
      isAlive: row.revoked_at === null,
    }));
  }
}
