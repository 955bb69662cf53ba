import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { Database } from '../../database/index.js';
import { CompanyLock } from '../../directory/index.js';
import { IdentityProvider } from './identity-provider.entity.js';

/** For operators: lets the people of a company in whose provider fails and whose emergency administrators are gone. */
@Injectable()
export class EnforcementLifting {
  constructor(
    private readonly database: Database,
    private readonly lock: CompanyLock,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Lets passwords of its domains count again; everything else about its providers stays. The names of those that
   * enforced single sign-on. Throws not_found.
   */
  lift(companyId: number): Promise<readonly string[]> {
    return this.database.transaction(async () => {
      await this.lock.take(companyId);
      const rows = this.database.repository(IdentityProvider);
      const enforcing = await rows.find({ where: { companyId, enforced: true }, order: { id: 'ASC' } });
      for (const { id, name, updatedAt } of enforcing) {
        const later = Math.max(await this.database.now(), updatedAt + 1);
        await rows.update({ id }, { enforced: false, updatedAt: later });
        await this.audit.record({
          action: 'identity_provider.enforcement_lifted',
          subjectType: 'identity_provider',
          subjectId: id,
          companyId,
          before: { name, enforced: true },
          after: { name, enforced: false },
        });
      }
      return enforcing.map(({ name }) => name);
    });
  }
}
