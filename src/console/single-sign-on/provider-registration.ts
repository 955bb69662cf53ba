import { Injectable } from '@nestjs/common';
import {
  changeOf,
  type Discovered,
  IdentityProviders,
  type NewProviderBody,
  ProviderHandles,
} from '../../sso/index.js';
import type { Visit } from '../shell/exchange.js';
import { requireSeen } from '../shell/form-values.js';
import { Locked } from '../shell/locked.js';
import { ProviderViews } from './provider-views.js';

/** Registers a provider under the redirect URI that its form showed. */
@Injectable()
export class ProviderRegistration {
  constructor(
    private readonly providers: IdentityProviders,
    private readonly handles: ProviderHandles,
    private readonly views: ProviderViews,
    private readonly locked: Locked,
  ) {}

  /** Throws invalid_fields, identity_provider_unusable. */
  discover({ access }: Visit, wish: NewProviderBody): Promise<Discovered> {
    return this.providers.discover(access.companyId, changeOf(wish));
  }

  /** Its id. Throws precondition_failed where the redirect URI that was shown belongs to another provider by now. */
  register({ access, request }: Visit, wish: NewProviderBody, found: Discovered): Promise<number> {
    const { companyId } = access;
    return this.locked.within(access, async () => {
      requireSeen(request.body, await this.views.nextRedirectUri(companyId));
      const handle = await this.handles.next(companyId);
      const own = await this.providers.add(companyId, { name: wish.name, ...changeOf(wish) }, { found, handle });
      return Number(own.provider.id);
    });
  }
}
