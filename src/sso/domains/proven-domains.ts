import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { IdentityProvider } from '../providers/identity-provider.entity.js';
import { EmailDomain } from './email-domain.entity.js';

/** Which provider speaks for a domain: one at most. */
@Injectable()
export class ProvenDomains {
  constructor(private readonly database: Database) {}

  /** The provider of a proven domain, whether or not it is active. */
  async providerOf(domain: string): Promise<number | undefined> {
    const found = await this.database.repository(EmailDomain).findOneBy({ provenDomain: domain });
    return found?.providerId;
  }

  /** Whether a domain is proven; if so, nobody changes its provider until the end of the caller's transaction. */
  async lock(domain: string): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT p.id FROM identity_providers p JOIN email_domains d ON d.provider_id = p.id
       WHERE d.proven_domain = ?${this.database.dialect.forShare}`,
      [domain],
    );
    return rows.length > 0;
  }

  /** The provider at which people of a domain may sign in now. */
  async activeProviderOf(domain: string): Promise<IdentityProvider | null> {
    return this.database
      .repository(IdentityProvider)
      .createQueryBuilder('provider')
      .innerJoin('email_domains', 'domain', 'domain.provider_id = provider.id')
      .innerJoin('companies', 'company', 'company.id = provider.companyId')
      .where('domain.proven_domain = :domain AND provider.active = 1 AND company.active = 1', { domain })
      .getOne();
  }

  /** An active provider, by what addresses name it by. */
  async activeByHandle(handle: string): Promise<IdentityProvider | null> {
    return this.active().andWhere('provider.handle = :handle', { handle }).getOne();
  }

  async activeById(id: number): Promise<IdentityProvider | null> {
    return this.active().andWhere('provider.id = :id', { id }).getOne();
  }

  private active() {
    return this.database
      .repository(IdentityProvider)
      .createQueryBuilder('provider')
      .innerJoin('companies', 'company', 'company.id = provider.companyId')
      .where('provider.active = 1 AND company.active = 1');
  }
}
