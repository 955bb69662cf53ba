import { Injectable } from '@nestjs/common';
import { emailKey, type OtherSignIn, type Session, SignInPolicy, type UserProfile } from '../../identity/index.js';
import { domainOf } from '../domains/domain-name.js';
import { ProvenDomains } from '../domains/proven-domains.js';
import { EmergencyAdministrators } from '../providers/emergency-administrators.js';
import { ProviderSessions } from './provider-sessions.js';

/** What companies decided about the sign-in of the people of their domains. */
@Injectable()
export class CompanySignInPolicy extends SignInPolicy {
  constructor(
    private readonly domains: ProvenDomains,
    private readonly emergency: EmergencyAdministrators,
    private readonly sessions: ProviderSessions,
  ) {
    super();
  }

  override async otherWay(emailKey: string): Promise<OtherSignIn | undefined> {
    const domain = domainOf(emailKey);
    const provider = domain === undefined ? null : await this.domains.activeProviderOf(domain);
    if (!provider) return undefined;
    const { handle, name, enforced: isRequired } = provider;
    return { path: `/sign-in/sso/${handle}`, name, isRequired };
  }

  override async isProven(emailKey: string): Promise<boolean> {
    const domain = domainOf(emailKey);
    return domain !== undefined && (await this.domains.providerOf(domain)) !== undefined;
  }

  override async passwordHolders(emailKey: string): Promise<readonly number[] | undefined> {
    const domain = domainOf(emailKey);
    const provider = domain === undefined ? null : await this.domains.activeProviderOf(domain);
    if (!provider?.enforced) return undefined;
    return this.emergency.helping(provider);
  }

  override async admits({ id, email }: UserProfile, fromId: string | undefined): Promise<boolean> {
    const key = emailKey(email) ?? '';
    const domain = domainOf(key);
    if (domain === undefined || !(await this.domains.lock(domain))) return true;
    if (fromId !== undefined && (await this.sessions.providerOf(fromId)) !== undefined) return true;
    const holders = await this.passwordHolders(key);
    return !holders || holders.includes(id);
  }

  override goesOn(fromId: string, session: Session): Promise<void> {
    return this.sessions.goOn(fromId, session);
  }

  override async pathAfterSignOut({ id }: Session): Promise<string | undefined> {
    const providerId = await this.sessions.providerOf(id);
    const provider = providerId === undefined ? null : await this.domains.activeById(providerId);
    return provider?.endSessionEndpoint ? `/sign-in/sso/${provider.handle}/signed-out` : undefined;
  }
}
