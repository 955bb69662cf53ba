import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { FactorDemands } from '../identity/index.js';

/** Which companies of a person demand a second factor. */
@Injectable()
export class DemandingCompanies extends FactorDemands {
  constructor(private readonly database: Database) {
    super();
  }

  async demandedBy(userId: number): Promise<readonly string[]> {
    const rows = await this.database.query<{ name: string }>(
      `SELECT c.name FROM companies c JOIN members m ON m.company_id = c.id
       WHERE m.principal_id = ? AND m.status = 'active' AND c.active = 1 AND c.second_factor = 'required'
       ORDER BY c.name, c.id`,
      [userId],
    );
    return rows.map(({ name }) => name);
  }

  async isDemandedIn(companyId: number): Promise<boolean> {
    const sql = "SELECT 1 FROM companies WHERE id = ? AND second_factor = 'required'";
    return (await this.database.query(sql, [companyId])).length > 0;
  }
}
