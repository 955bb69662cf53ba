import { Injectable } from '@nestjs/common';
import { administers, Administrators, PermissionTemplates } from '../../directory/index.js';
import { Users } from '../../identity/index.js';

const MOST = { page: 1, per_page: 300 };

export interface TemplateChoice {
  readonly id: number;
  readonly name: string;
}

/** Somebody who may be let in by password when the provider fails. */
export interface AdministratorChoice {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly hasPassword: boolean;
  readonly isChosen: boolean;
}

/** What the forms of single sign-on let choose from. */
@Injectable()
export class ProviderChoices {
  constructor(
    private readonly permissionTemplates: PermissionTemplates,
    private readonly company: Administrators,
    private readonly users: Users,
  ) {}

  /** Those that make no administrators: others would be refused. */
  async templates(companyId: number): Promise<TemplateChoice[]> {
    const { items } = await this.permissionTemplates.list(companyId, MOST, 'company_tools');
    return items.filter(({ levels }) => !administers('member', levels)).map(({ id, name }) => ({ id, name }));
  }

  async administrators(companyId: number, chosen: readonly number[]): Promise<AdministratorChoice[]> {
    const ids = await this.company.of(companyId);
    const people = await this.users.findMany(ids);
    const having = await this.users.havingPassword(ids);
    return ids.map((id) => {
      const { name, email } = people.get(id) ?? { name: String(id), email: '' };
      return { id, name, email, hasPassword: having.has(id), isChosen: chosen.includes(id) };
    });
  }
}
