import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import { ChangeFeed, Database, Entry } from '../database/index.js';
import { GrantEvents } from './grant-events.js';
import { RefreshFamilyEntity } from './refresh-family.entity.js';
import { RevocationSet } from './revocation-set.js';

/** Why a family ends: by the client, or by somebody who showed again what was used up. */
export type EndOfFamily = 'revoked' | 'code_replayed' | 'refresh_token_replayed';

/** Ends tokens, families and grants: in force on the next request here, within a second elsewhere. */
@Injectable()
export class TokenRevoker {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly revocations: RevocationSet,
    private readonly audit: AuditTrail,
    private readonly grants: GrantEvents,
  ) {}

  /** One access token that belongs to no family (client credentials). */
  async revokeToken(jti: string): Promise<void> {
    await this.database.transaction(() => this.revocations.revoke('token', jti));
  }

  /** A refresh family with all its access tokens. `reason` goes to the audit trail; a dead family stays dead. */
  async revokeFamily(familyId: string, reason: EndOfFamily): Promise<void> {
    await this.database.transaction(async () => {
      const revoked = await this.database.execute(
        `UPDATE refresh_families SET revoked_at = ${this.database.dialect.now}, sealed_response = NULL WHERE id = ? AND revoked_at IS NULL`,
        [familyId],
      );
      if (revoked === 0) return;
      await this.revocations.revoke('family', familyId);
      await this.recordEnd(familyId, reason);
    });
  }

  /** A grant with all its families: what a user revokes under "connected apps". */
  async revokeGrant(grantId: string): Promise<void> {
    await this.database.transaction(async () => {
      const { now } = this.database.dialect;
      const lost = await this.grants.ofGrant(grantId);
      const revoked = await this.database.execute(
        `UPDATE grants SET revoked_at = ${now}, slot = id WHERE id = ? AND revoked_at IS NULL`,
        [grantId],
      );
      if (revoked === 0) return;
      await this.database.execute(
        `UPDATE refresh_families SET revoked_at = ${now}, sealed_response = NULL WHERE grant_id = ? AND revoked_at IS NULL`,
        [grantId],
      );
      await this.revocations.revoke('grant', grantId);
      await this.feed.publish(Entry.grant(grantId));
      await this.grants.ended('grant.revoked', lost);
    });
  }

  /** What somebody granted to Gatehouse's own clients, which may change accounts and companies. */
  revokeFirstParty(userId: number): Promise<void> {
    return this.revokeGrantsOf(userId, " AND c.kind = 'first_party'");
  }

  /** Everything that somebody granted. */
  revokeAllOf(userId: number): Promise<void> {
    return this.revokeGrantsOf(userId, '');
  }

  private async revokeGrantsOf(userId: number, condition: string): Promise<void> {
    const grants = await this.database.query<{ id: string }>(
      'SELECT g.id FROM grants g JOIN clients c ON c.id = g.client_row_id' +
        ` WHERE g.user_id = ? AND g.revoked_at IS NULL${condition}`,
      [userId],
    );
    for (const { id } of grants) await this.revokeGrant(id);
  }

  /** A replay means that somebody else has the tokens: every company that they open is told. */
  private async recordEnd(familyId: string, reason: EndOfFamily): Promise<void> {
    const event = { action: 'family.revoked', subjectType: 'family', subjectId: familyId };
    if (reason === 'revoked') return this.audit.record({ ...event, after: { reason } });
    const family = await this.database.repository(RefreshFamilyEntity).findOneByOrFail({ id: familyId });
    const covered = await this.grants.ofGrant(family.grantId);
    const open = covered.filter(({ companyId }) => companyId !== null && family.companies.includes(companyId));
    const after = { reason, user_id: family.userId };
    for (const companyId of open.length > 0 ? open.map((one) => one.companyId) : [null]) {
      await this.audit.record({ ...event, companyId, after });
    }
  }
}
