import { Injectable } from '@nestjs/common';
import type { ProviderCheck } from '../../sso/index.js';
import { ConsolePages } from '../shell/console-pages.js';
import type { Visit } from '../shell/exchange.js';
import { seenMark } from '../shell/form-values.js';
import { sectionPath } from '../shell/shells.js';
import { CHANGE_PROVIDER_PAGE } from './change-provider.page.js';
import { ProviderChoices, type TemplateChoice } from './provider-choices.js';
import { formOf, type ProviderFaults, type ProviderForm } from './provider-forms.js';
import { type ProviderView, ProviderViews } from './provider-views.js';
import { PROVIDER_PAGE } from './provider.page.js';
import { reasonWords } from './provider-words.js';

export const providerPath = (companyId: number, id: number): string =>
  `${sectionPath(companyId, 'single-sign-on')}/${id}`;

/** What a form of a provider was made of: whoever changed that meanwhile is not overwritten. */
export const demandOf = ({ provider }: ProviderView): object => ({ updated_at: provider.updated_at });

/** Draws the page of a provider, and that of its settings: as they are, or as they were refused. */
@Injectable()
export class ProviderPages {
  constructor(
    private readonly pages: ConsolePages,
    private readonly views: ProviderViews,
    private readonly choices: ProviderChoices,
  ) {}

  /** Throws not_found. */
  async show(visit: Visit, id: number, more: More = {}): Promise<void> {
    const { access, locale } = visit;
    const { checks, domain: { typed, fault, status } = {} } = more;
    const view = await this.views.one(access.companyId, id);
    const { provider } = view;
    const chosen = provider.emergency_administrator_ids;
    const administrators = await this.choices.administrators(access.companyId, chosen);
    const templates = await this.choices.templates(access.companyId);
    const base = providerPath(access.companyId, id);
    const data = {
      ...view,
      helpers: administrators.filter(({ isChosen, hasPassword }) => isChosen && hasPassword),
      template: nameOf(templates, provider.default_permission_template_id),
      typed: typed ?? '',
      fault: fault ?? null,
      checks: checks?.map((one) => ({ ...one, detail: one.detail && reasonWords(one.detail, locale) })) ?? null,
      tryPath: `${new URL(provider.sign_in_url).pathname}?${new URLSearchParams({ return_to: base }).toString()}`,
      list: sectionPath(access.companyId, 'single-sign-on'),
      base,
    };
    await this.pages.show(visit, PROVIDER_PAGE, data, {
      section: 'single-sign-on',
      status: status ?? 200,
    });
  }

  /** Throws not_found. */
  async settings(visit: Visit, id: number, refused?: { readonly form: ProviderForm; readonly faults: ProviderFaults }) {
    const { companyId } = visit.access;
    const view = await this.views.one(companyId, id);
    const { issuer, authorization_endpoint: endpoint, name } = view.provider;
    const data = {
      name,
      form: refused?.form ?? formOf(view.provider),
      faults: refused?.faults ?? {},
      modes: ['keep', 'discover', 'hand'] as const,
      present: issuer ?? endpoint ?? '',
      templates: await this.choices.templates(companyId),
      seen: seenMark(demandOf(view)),
      base: providerPath(companyId, id),
    };
    const status = refused ? 422 : 200;
    await this.pages.show(visit, CHANGE_PROVIDER_PAGE, data, { section: 'single-sign-on', status });
  }
}

const nameOf = (templates: readonly TemplateChoice[], id: number | null): string | null =>
  templates.find((one) => one.id === id)?.name ?? null;

interface More {
  /** A domain that could not be added. */
  readonly domain?: { readonly typed?: string; readonly fault?: string; readonly status?: number };
  /** What a test of the settings found. */
  readonly checks?: readonly ProviderCheck[];
}
