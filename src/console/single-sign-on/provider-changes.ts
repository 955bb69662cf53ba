import { Injectable } from '@nestjs/common';
import {
  type ChangeProviderBody,
  changeOf,
  IdentityProviders,
  type ProviderCheck,
  ProviderTest,
} from '../../sso/index.js';
import type { Visit } from '../shell/exchange.js';
import { requireSeen } from '../shell/form-values.js';
import { Locked } from '../shell/locked.js';
import { formOf, type ProviderForm, refuseStray } from './provider-forms.js';
import { demandOf } from './provider-pages.js';
import { ProviderViews } from './provider-views.js';

/** What becomes of a provider, where it still is as the form showed it. */
@Injectable()
export class ProviderChanges {
  constructor(
    private readonly providers: IdentityProviders,
    private readonly views: ProviderViews,
    private readonly tests: ProviderTest,
    private readonly locked: Locked,
  ) {}

  /** Throws not_found. */
  async test({ access }: Visit, id: number): Promise<ProviderCheck[]> {
    return this.tests.of(await this.providers.find(access.companyId, id));
  }

  /** Throws not_found, invalid_fields for an address that was typed and does not count. */
  async refuseStray({ access }: Visit, id: number, form: ProviderForm): Promise<void> {
    refuseStray(form, formOf((await this.views.one(access.companyId, id)).provider));
  }

  /** `hasAddress`: whether it is to be asked where it does what. Throws not_found, precondition_failed, what the API says. */
  async change({ access, request }: Visit, id: number, wish: ChangeProviderBody, hasAddress: boolean): Promise<void> {
    const { companyId } = access;
    const change = changeOf(wish);
    await this.providers.find(companyId, id);
    const found = hasAddress ? await this.providers.discover(companyId, change) : undefined;
    await this.locked.within(access, async () => {
      requireSeen(request.body, demandOf(await this.views.one(companyId, id)));
      await this.providers.apply(companyId, id, change, found);
    });
  }
}
