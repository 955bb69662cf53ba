import { Inject, Injectable } from '@nestjs/common';
import { type Issuer, ISSUER } from '../../shared/index.js';
import {
  callbackPath,
  type DomainBody,
  domainBody,
  EmailDomains,
  IdentityProviders,
  type ProviderBody,
  providerBody,
  ProviderHandles,
} from '../../sso/index.js';

const ALL = { page: 1, per_page: 100 };

export type ProviderState = 'active' | 'paused' | 'enforced';

/** A provider with the domains for which it speaks, or is to. */
export interface ProviderView {
  readonly provider: ProviderBody;
  readonly state: ProviderState;
  readonly domains: readonly DomainBody[];
}

/** Providers as the pages show them. */
@Injectable()
export class ProviderViews {
  constructor(
    private readonly providers: IdentityProviders,
    private readonly domains: EmailDomains,
    private readonly handles: ProviderHandles,
    @Inject(ISSUER) private readonly issuer: Issuer,
  ) {}

  async list(companyId: number): Promise<ProviderView[]> {
    const { items } = await this.providers.list(companyId, ALL);
    const domains = await this.domains.ofCompany(companyId);
    return items.map((own) => {
      const its = domains.filter(({ providerId }) => providerId === Number(own.provider.id));
      return viewOf(providerBody(own, this.issuer.url), its.map(domainBody));
    });
  }

  /** Throws not_found, also for the provider of another company. */
  async one(companyId: number, id: number): Promise<ProviderView> {
    const provider = providerBody(await this.providers.get(companyId, id), this.issuer.url);
    const { items } = await this.domains.list({ companyId, providerId: id }, ALL);
    return viewOf(provider, items.map(domainBody));
  }

  /** Throws not_found, also for a domain of another provider. */
  async domain(companyId: number, providerId: number, id: number): Promise<DomainBody> {
    await this.providers.find(companyId, providerId);
    return domainBody(await this.domains.get({ companyId, providerId }, id));
  }

  /** What to register at the next provider of a company. */
  async nextRedirectUri(companyId: number): Promise<string> {
    return this.issuer.url + callbackPath({ handle: await this.handles.next(companyId) });
  }
}

const viewOf = (provider: ProviderBody, domains: readonly DomainBody[]): ProviderView => ({
  provider,
  domains,
  state: stateOf(provider),
});

const stateOf = ({ active, enforced }: ProviderBody): ProviderState => {
  if (!active) return 'paused';
  return enforced ? 'enforced' : 'active';
};
