import { Injectable } from '@nestjs/common';
import { formField } from '../../identity/index.js';
import { parseOrRefuse, seeOther } from '../../shared/index.js';
import { ConfirmationBody, DomainMail, EmailDomains, MAILBOXES, NewDomainBody } from '../../sso/index.js';
import { ConsolePages } from '../shell/console-pages.js';
import type { Visit } from '../shell/exchange.js';
import { FormOnce } from '../shell/form-once.js';
import { domainFault } from './domain-forms.js';
import { DOMAIN_PAGE } from './domain.page.js';
import { providerPath, ProviderPages } from './provider-pages.js';
import { ProviderViews } from './provider-views.js';

/** A domain of a provider, as its address names it. */
export interface DomainRef {
  readonly providerId: number;
  readonly id: number;
}

/** Draws the page of a domain: as it is, or with what kept it from being proven. */
@Injectable()
export class DomainPages {
  constructor(
    private readonly pages: ConsolePages,
    private readonly views: ProviderViews,
    private readonly once: FormOnce,
  ) {}

  /** Throws not_found. */
  async show(
    visit: Visit,
    { providerId, id }: DomainRef,
    refused?: { readonly status: number; readonly text: string },
  ) {
    const { companyId } = visit.access;
    const { provider } = await this.views.one(companyId, providerId);
    const data = {
      provider,
      domain: await this.views.domain(companyId, providerId, id),
      mailboxes: MAILBOXES,
      once: this.once.mark(),
      fault: refused?.text ?? null,
      base: providerPath(companyId, providerId),
    };
    await this.pages.show(visit, DOMAIN_PAGE, data, { section: 'single-sign-on', status: refused?.status ?? 200 });
  }
}

/** What is done about the domains of a provider; refusals stand on the page with the form. */
@Injectable()
export class DomainChanges {
  constructor(
    private readonly domains: EmailDomains,
    private readonly mail: DomainMail,
    private readonly once: FormOnce,
    private readonly page: DomainPages,
    private readonly provider: ProviderPages,
  ) {}

  /** Throws not_found. */
  async add(visit: Visit, providerId: number): Promise<void> {
    const { access, request, reply, locale } = visit;
    const typed = (formField(request.body, 'domain') ?? '').trim();
    try {
      const { domain } = parseOrRefuse(NewDomainBody, { domain: typed });
      const { id } = await this.domains.add({ companyId: access.companyId, providerId }, domain);
      seeOther(reply, `${pathOf(visit, { providerId, id: Number(id) })}?done=domain_added`);
    } catch (error) {
      const fault = domainFault(error, locale);
      if (!fault) throw error;
      await this.provider.show(visit, providerId, { domain: { typed, fault: fault.text, status: fault.status } });
    }
  }

  /** Throws not_found. */
  verify(visit: Visit, ref: DomainRef): Promise<void> {
    return this.tried(visit, ref, async () => {
      await this.domains.verify({ companyId: visit.access.companyId, providerId: ref.providerId }, ref.id);
      return `${pathOf(visit, ref)}?done=domain_proven`;
    });
  }

  /** One mail, however often the form is sent: the next one would end the link of the first. Throws not_found. */
  async ask(visit: Visit, ref: DomainRef): Promise<void> {
    const { access, request } = visit;
    const { mailbox } = parseOrRefuse(ConfirmationBody, { mailbox: formField(request.body, 'mailbox') });
    return this.tried(visit, ref, async () => {
      const { location } = await this.once.run(access, request, async () => {
        await this.mail.send({ companyId: access.companyId, providerId: ref.providerId }, ref.id, mailbox);
        return pathOf(visit, ref);
      });
      return `${location}?done=domain_mailed`;
    });
  }

  /** Throws not_found. */
  async withdraw(visit: Visit, { providerId, id }: DomainRef): Promise<void> {
    const { companyId } = visit.access;
    await this.domains.withdraw({ companyId, providerId }, id);
    seeOther(visit.reply, `${providerPath(companyId, providerId)}?done=domain_removed`);
  }

  private async tried(visit: Visit, ref: DomainRef, work: () => Promise<string>): Promise<void> {
    try {
      seeOther(visit.reply, await work());
    } catch (error) {
      const fault = domainFault(error, visit.locale);
      if (!fault) throw error;
      await this.page.show(visit, ref, fault);
    }
  }
}

const pathOf = ({ access }: Visit, { providerId, id }: DomainRef): string =>
  `${providerPath(access.companyId, providerId)}/domains/${id}`;
