import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import type { CompanyLocks } from '../requests/index.js';
import { confirmRequest, notFound } from '../shared/index.js';

/**
 * The lock of a company: one change at a time of its directory, its service accounts and its apps, by somebody who
 * still may. The guard decided before the lock was waited for, and whoever had it may have changed the answer.
 */
@Injectable()
export class CompanyLock implements CompanyLocks {
  constructor(private readonly database: Database) {}

  /**
   * Takes the lock until the end of the open transaction, first of all its locks, and decides the current request
   * again under it. Throws not_found where there is no such company, and what the decision denies.
   */
  async take(companyId: number): Promise<void> {
    if (!this.database.isFirst(`company:${companyId}`)) return;
    const sql = `SELECT id FROM companies WHERE id = ?${this.database.dialect.forUpdate}`;
    if ((await this.database.query(sql, [companyId])).length === 0) throw notFound();
    // Once: what this transaction itself changes later is no reason to refuse it.
    if (this.database.isFirst('confirmed')) await confirmRequest();
  }
}
