import { Injectable } from '@nestjs/common';
import { type AuditRecord, AuditTrail } from '../audit/index.js';
import { ChangeFeed, Database } from '../database/index.js';
import { CompanyLock } from './company-lock.js';

/** What every change of a directory has in common: one at a time per company, announced, and in the audit trail. */
@Injectable()
export class DirectoryChanges {
  constructor(
    private readonly database: Database,
    private readonly lock: CompanyLock,
    private readonly feed: ChangeFeed,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Runs `work` in a transaction that has the company's directory to itself, so that what it checks (the last
   * administrator, a template in use) still holds when it writes; see {@link CompanyLock}. Throws not_found where there is no such company.
   */
  within<T>(companyId: number, work: () => Promise<T>): Promise<T> {
    return this.database.transaction(async () => {
      await this.lock.take(companyId);
      return work();
    });
  }

  /** Announces an entry that changed along; in the caller's transaction. */
  announce(entry: string): Promise<void> {
    return this.feed.publish(entry);
  }

  /** Announces the entry that changed, and records the change; in the caller's transaction. */
  async record(entry: string, event: AuditRecord): Promise<void> {
    await this.feed.publish(entry);
    await this.audit.record(event);
  }
}
