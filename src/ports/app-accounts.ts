import { Injectable } from '@nestjs/common';
import { InstallationFactsPort } from '../access/index.js';
import { Database } from '../database/index.js';
import { type AppAccounts, AppAccountsPort } from '../directory/index.js';

const PERMITTED =
  ' FROM app_installations i' +
  " JOIN members m ON m.company_id = i.company_id AND m.principal_id = i.principal_id AND m.status = 'active'" +
  ' LEFT JOIN permitted_projects p ON p.installation_id = i.id AND p.project_id = ?' +
  " WHERE i.company_id = ? AND i.status <> 'uninstalled'" +
  " AND (i.permitted_mode = 'all_and_future' OR p.project_id IS NOT NULL)";

/** domain.md: a developer-managed service account is a member of exactly its permitted projects, stored nowhere else. */
@Injectable()
export class AccountsOfInstalledApps extends AppAccountsPort {
  constructor(
    private readonly database: Database,
    private readonly installations: InstallationFactsPort,
  ) {
    super();
  }

  override async inProject(
    companyId: number,
    projectId: number,
    { skip, take }: { readonly skip: number; readonly take: number },
  ): Promise<AppAccounts> {
    const where = [projectId, companyId];
    const [count] = await this.database.query<{ total: number }>(`SELECT COUNT(*) AS total${PERMITTED}`, where);
    const total = Number(count.total);
    if (take <= 0 || skip >= total) return { principalIds: [], total };
    const rows = await this.database.query<{ principal_id: number }>(
      `SELECT i.principal_id${PERMITTED} ORDER BY i.principal_id LIMIT ${take} OFFSET ${skip}`,
      where,
    );
    return { principalIds: rows.map(({ principal_id }) => Number(principal_id)), total };
  }

  override async isInProject(companyId: number, projectId: number, principalId: number): Promise<boolean> {
    const installation = await this.installations.ofPrincipal(companyId, principalId);
    return installation !== null && this.installations.permitsProject(installation, projectId);
  }
}
