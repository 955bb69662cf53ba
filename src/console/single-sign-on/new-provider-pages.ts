import { Injectable } from '@nestjs/common';
import { DomainError, seeOther } from '../../shared/index.js';
import { NewProviderBody } from '../../sso/index.js';
import { ConsolePages } from '../shell/console-pages.js';
import type { Visit } from '../shell/exchange.js';
import { FormOnce } from '../shell/form-once.js';
import { seenMark } from '../shell/form-values.js';
import { sectionPath } from '../shell/shells.js';
import { NEW_PROVIDER_PAGE } from './new-provider.page.js';
import { ProviderChoices } from './provider-choices.js';
import {
  BLANK,
  demandIn,
  type ProviderFaults,
  providerFaults,
  type ProviderForm,
  refuseStray,
} from './provider-forms.js';
import { ProviderRegistration } from './provider-registration.js';
import { ProviderViews } from './provider-views.js';

/** The form of a new provider, and what comes of it. */
@Injectable()
export class NewProviderPages {
  constructor(
    private readonly pages: ConsolePages,
    private readonly views: ProviderViews,
    private readonly choices: ProviderChoices,
    private readonly once: FormOnce,
    private readonly registration: ProviderRegistration,
  ) {}

  async show(visit: Visit, form: ProviderForm, refused?: Refused): Promise<void> {
    const { companyId } = visit.access;
    const redirectUri = await this.views.nextRedirectUri(companyId);
    const data = {
      form,
      faults: refused?.faults ?? {},
      isOutdated: refused?.isOutdated ?? false,
      modes: ['discover', 'hand'] as const,
      templates: await this.choices.templates(companyId),
      redirectUri,
      seen: seenMark(redirectUri),
      once: this.once.mark(),
      base: sectionPath(companyId, 'single-sign-on'),
    };
    await this.pages.show(visit, NEW_PROVIDER_PAGE, data, {
      section: 'single-sign-on',
      status: refused?.status ?? 200,
    });
  }

  /** One provider, however often the form is sent; the form again where something in it is wrong. */
  async register(visit: Visit, form: ProviderForm, secret: string): Promise<void> {
    const { access, request, reply } = visit;
    try {
      refuseStray(form, BLANK);
      const wish = demandIn(NewProviderBody, form, secret);
      const found = await this.registration.discover(visit, wish);
      const { location, isRepeated } = await this.once.run(access, request, async () => {
        const id = await this.registration.register(visit, wish, found);
        return `${sectionPath(access.companyId, 'single-sign-on')}/${id}`;
      });
      seeOther(reply, `${location}?done=${isRepeated ? 'repeated' : 'provider_added'}`);
    } catch (error) {
      const refused = refusedBy(error, visit);
      if (!refused) throw error;
      await this.show(visit, form, refused);
    }
  }
}

interface Refused {
  readonly faults: ProviderFaults;
  readonly isOutdated: boolean;
  readonly status: number;
}

function refusedBy(error: unknown, { locale }: Visit): Refused | undefined {
  const faults = providerFaults(error, locale);
  if (faults) return { faults, isOutdated: false, status: 422 };
  const isOutdated = error instanceof DomainError && error.code === 'precondition_failed';
  return isOutdated ? { faults: {}, isOutdated, status: 412 } : undefined;
}
