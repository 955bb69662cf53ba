import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { CompanyLock, type Membership, Newcomers } from '../../directory/index.js';
import { emailKey, type UserProfile } from '../../identity/index.js';
import { annotateRequest, isMailAddress } from '../../shared/index.js';
import { domainOf } from '../domains/domain-name.js';
import { ProvenDomains } from '../domains/proven-domains.js';
import type { IdentityProvider } from '../providers/identity-provider.entity.js';
import { AccountLinks } from './account-links.js';
import type { Assertion } from './assertions.js';
import { SsoRefusal } from './refusal.js';

export interface Arrival {
  readonly user: UserProfile;
  readonly membership: Membership;
}

/**
 * Turns what a provider says into an account. The rule behind all: a company speaks for the addresses of the domains
 * that it proved, today, and for nobody else; what it proved yesterday, or linked then, does not count.
 */
@Injectable()
export class Arrivals {
  constructor(
    private readonly database: Database,
    private readonly lock: CompanyLock,
    private readonly domains: ProvenDomains,
    private readonly links: AccountLinks,
    private readonly newcomers: Newcomers,
  ) {}

  /** In the caller's transaction, which a refusal undoes. Throws SsoRefusal. */
  async admit(provider: IdentityProvider, assertion: Assertion): Promise<Arrival> {
    await this.lock.take(provider.companyId);
    await this.refuseChanged(provider);
    const linked = await this.links.find(provider, assertion.subject);
    const { user, isNew } = linked ? { user: linked, isNew: false } : await this.byAddress(provider, assertion);
    // Also of an account that was linked long ago: it may have another address now, or the domain another owner.
    await this.requireProven(provider, user.email);
    if (!user.enabled) throw new SsoRefusal('blocked');
    annotateRequest({ actorId: user.id });
    const { companyId, createsMembers: creates, defaultTemplateId: templateId } = provider;
    const membership = await this.newcomers.settle(companyId, user, { creates, templateId });
    if (isNew && membership !== 'accepted' && membership !== 'created') throw new SsoRefusal('no_account');
    return { user, membership };
  }

  private async byAddress(
    provider: IdentityProvider,
    assertion: Assertion,
  ): Promise<{ readonly user: UserProfile; readonly isNew: boolean }> {
    const { email, emailIsVerified } = assertion;
    if (email === undefined || !isMailAddress(email)) throw new SsoRefusal('email_missing');
    await this.requireProven(provider, email);
    if (!emailIsVerified && !provider.vouchesForEmails) throw new SsoRefusal('email_unverified');
    return this.links.link(provider, assertion, email);
  }

  private async requireProven({ id }: IdentityProvider, email: string): Promise<void> {
    const domain = domainOf(emailKey(email) ?? '');
    if (domain === undefined || (await this.domains.providerOf(domain)) !== Number(id)) {
      throw new SsoRefusal('other_domain');
    }
  }

  /** Whoever left under other settings does not come back under these. */
  private async refuseChanged({ id, updatedAt }: IdentityProvider): Promise<void> {
    const [row] = await this.database.query<{ id: number }>(
      `SELECT p.id FROM identity_providers p JOIN companies c ON c.id = p.company_id
       WHERE p.id = ? AND p.updated_at = ? AND p.active = 1 AND c.active = 1`,
      [id, updatedAt],
    );
    if (!row) throw new SsoRefusal('unavailable');
  }
}
