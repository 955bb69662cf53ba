import { Injectable } from '@nestjs/common';
import { PrincipalFactsPort } from '../../access/index.js';
import { Database } from '../../database/index.js';
import { DirectoryFacts } from '../directory-facts.js';
import { lastAdministrator } from '../directory.errors.js';
import { administers } from '../permissions/permission-set.js';

/** `JSON.stringify` writes no blanks, so the column can be searched as text on both engines. */
const IS_ADMIN = '%"company.directory":"admin"%';
const HAS_LEVEL = '%"company.directory":%';

/**
 * Who administers a company: active users with the role, or with `admin` on `company.directory`. Entries that nobody can
 * sign in as, such as the people of a sandbox, administer nothing.
 */
@Injectable()
export class Administrators {
  constructor(
    private readonly database: Database,
    private readonly principals: PrincipalFactsPort,
    private readonly facts: DirectoryFacts,
  ) {}

  async isAdministrator(companyId: number, principalId: number): Promise<boolean> {
    const member = await this.facts.member(companyId, principalId);
    if (member?.status !== 'active' || !administers(member.role, member.levels)) return false;
    return this.isEnabledUser(principalId);
  }

  /** Throws last_administrator, which undoes the caller's transaction, if its change left nobody. */
  async requireOneLeft(companyId: number): Promise<void> {
    for (const id of await this.named(companyId)) if (await this.isEnabledUser(id)) return;
    throw lastAdministrator();
  }

  /** Their ids, those who were there first before others. */
  async of(companyId: number): Promise<number[]> {
    const found: number[] = [];
    for (const id of await this.named(companyId)) if (await this.isEnabledUser(id)) found.push(id);
    return found;
  }

  private async named(companyId: number): Promise<number[]> {
    const rows = await this.database.query<{ principal_id: number }>(
      `SELECT m.principal_id FROM members m JOIN users u ON u.principal_id = m.principal_id
       LEFT JOIN permission_templates t ON t.id = m.permission_template_id
       WHERE m.company_id = ? AND m.status = 'active' AND
         (m.role = 'admin' OR m.levels LIKE ? OR (m.levels NOT LIKE ? AND t.levels LIKE ?))
       ORDER BY m.id`,
      [companyId, IS_ADMIN, HAS_LEVEL, IS_ADMIN],
    );
    return rows.map(({ principal_id }) => Number(principal_id));
  }

  private async isEnabledUser(principalId: number): Promise<boolean> {
    const principal = await this.principals.principal(principalId);
    return principal?.kind === 'user' && principal.enabled;
  }
}
