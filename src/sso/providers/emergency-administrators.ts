import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { Administrators } from '../../directory/index.js';
import { Users } from '../../identity/index.js';
import { emergencyAdministratorRequired } from '../sso.errors.js';
import { EmergencyAdministrator } from './emergency-administrator.entity.js';
import type { IdentityProvider } from './identity-provider.entity.js';

/** Who may use a password although single sign-on is enforced. */
@Injectable()
export class EmergencyAdministrators {
  constructor(
    private readonly database: Database,
    private readonly administrators: Administrators,
    private readonly users: Users,
  ) {}

  /** By provider, in the order of their ids. */
  async of(providerIds: readonly number[]): Promise<Map<number, number[]>> {
    const byProvider = new Map<number, number[]>(providerIds.map((id) => [Number(id), []]));
    if (providerIds.length === 0) return byProvider;
    const rows = await this.database
      .repository(EmergencyAdministrator)
      .createQueryBuilder('one')
      .where('one.providerId IN (:...providerIds)', { providerIds })
      .orderBy('one.userId')
      .getMany();
    for (const { providerId, userId } of rows) byProvider.get(providerId)?.push(userId);
    return byProvider;
  }

  /** Those who administer the company to this day. */
  async helping({ id, companyId }: IdentityProvider): Promise<readonly number[]> {
    const named = (await this.of([id])).get(Number(id)) ?? [];
    const helping: number[] = [];
    for (const userId of named) {
      if (await this.administrators.isAdministrator(companyId, userId)) helping.push(userId);
    }
    return helping;
  }

  /** Under the company's lock. Throws emergency_administrator_required for anybody who could not help, or nobody at all. */
  async check(companyId: number, userIds: readonly number[], isEnforced: boolean): Promise<void> {
    if (isEnforced && userIds.length === 0) throw emergencyAdministratorRequired();
    for (const id of userIds) {
      const mayHelp = (await this.administrators.isAdministrator(companyId, id)) && (await this.users.hasPassword(id));
      if (!mayHelp) throw emergencyAdministratorRequired();
    }
  }

  /** Somebody of those who were named must still be able to help. Throws emergency_administrator_required. */
  async requireOne(provider: IdentityProvider): Promise<void> {
    const withPassword = await this.users.havingPassword(await this.helping(provider));
    if (withPassword.size === 0) throw emergencyAdministratorRequired();
  }

  async replace(providerId: number, userIds: readonly number[]): Promise<void> {
    const rows = this.database.repository(EmergencyAdministrator);
    await rows.delete({ providerId });
    for (const userId of userIds) await rows.insert({ providerId, userId });
  }
}
