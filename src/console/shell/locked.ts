import { Injectable } from '@nestjs/common';
import type { Access } from '../../access/index.js';
import { Database } from '../../database/index.js';
import { CompanyLock } from '../../directory/index.js';

/** What has to be looked at and changed in one go: under the lock of the company, by somebody who still may. */
@Injectable()
export class Locked {
  constructor(
    private readonly database: Database,
    private readonly lock: CompanyLock,
  ) {}

  within<T>({ companyId }: Access, work: () => Promise<T>): Promise<T> {
    return this.database.transaction(async () => {
      await this.lock.take(companyId);
      return work();
    });
  }
}
