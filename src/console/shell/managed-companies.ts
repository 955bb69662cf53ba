import { Injectable } from '@nestjs/common';
import { type Access, AccessService } from '../../access/index.js';
import { Companies, type Company } from '../../directory/index.js';

/** What somebody needs to see app management at all. */
export const SEES_APPS = { name: 'company.app_management', level: 'read_only' } as const;

/** More than anybody manages by hand. */
const MOST = 200;

/** The companies whose app management somebody may see. */
@Injectable()
export class ManagedCompanies {
  constructor(
    private readonly companies: Companies,
    private readonly decisions: AccessService,
  ) {}

  /** By the same decision that lets somebody in to the pages of each. */
  async of(access: Access): Promise<Company[]> {
    const { items } = await this.companies.listForMember(access.principalId, null, { page: 1, per_page: MOST });
    const seen = await Promise.all(
      items.map(({ id }) => this.decisions.foresee(access, { tool: SEES_APPS }, { companies: [id], project: null })),
    );
    return items.filter((_, position) => seen[position]);
  }
}
