import { Injectable } from '@nestjs/common';
import { type AuditRecord, AuditTrail } from '../audit/index.js';
import { ChangeFeed, Database } from '../database/index.js';
import { notFound } from '../shared/index.js';

/** What every change of a directory has in common: one at a time per company, announced, and in the audit trail. */
@Injectable()
export class DirectoryChanges {
  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Runs `work` in a transaction that has the company's directory to itself, so that what it checks (the last
   * administrator, a template in use) still holds when it writes. Throws not_found where there is no such company.
   */
  within<T>(companyId: number, work: () => Promise<T>): Promise<T> {
    return this.database.transaction(async () => {
      const lock = `SELECT id FROM companies WHERE id = ?${this.database.dialect.forUpdate}`;
      if ((await this.database.query(lock, [companyId])).length === 0) throw notFound();
      return work();
    });
  }

  /** Announces the entry that changed, and records the change; in the caller's transaction. */
  async record(entry: string, event: AuditRecord): Promise<void> {
    await this.feed.publish(entry);
    await this.audit.record(event);
  }
}
