import { Injectable } from '@nestjs/common';
import { Companies, type Company } from '../../directory/index.js';
import { PageQuery, parseOrRefuse } from '../../shared/index.js';
import { ConsolePages } from '../shell/console-pages.js';
import type { Exchange, Visit } from '../shell/exchange.js';
import { seenMark } from '../shell/form-values.js';
import { pagerOf } from '../shell/paging.js';
import { sectionPath } from '../shell/shells.js';
import { AppChoices } from './app-choices.js';
import { SETTINGS_PAGE } from './settings.page.js';

/** Shows the settings and policies of a company, also where one of their forms was refused. */
@Injectable()
export class SettingsPages {
  constructor(
    private readonly pages: ConsolePages,
    private readonly companies: Companies,
    private readonly policies: AppChoices,
  ) {}

  async show(exchange: Exchange): Promise<void> {
    const visit = await this.pages.visit(exchange);
    const { query, url } = exchange.request;
    await this.render(visit, { query: parseOrRefuse(PageQuery, query), url, needsOwnFactor: false, status: 200 });
  }

  /** To whoever would shut themselves out: beside the form stands what to do first. Answers 409. */
  askForOwnFactor(visit: Visit): Promise<void> {
    const url = settingsPath(visit.access.companyId);
    return this.render(visit, { query: parseOrRefuse(PageQuery, {}), url, needsOwnFactor: true, status: 409 });
  }

  private async render(
    visit: Visit,
    how: { readonly query: PageQuery; readonly url: string; readonly needsOwnFactor: boolean; readonly status: number },
  ): Promise<void> {
    const { companyId, isCompanyAdmin } = visit.access;
    const company = await this.companies.get(companyId);
    const settings = settingsOf(company);
    const page = await this.policies.decided(companyId, how.query);
    const data = {
      ...settings,
      seen: seenMark(settings),
      // Whoever only manages apps neither sees nor sets how people sign in.
      secondFactor: isCompanyAdmin ? company.secondFactor : null,
      needsOwnFactor: how.needsOwnFactor,
      policies: page.items,
      pager: pagerOf(page, how.url, visit.locale),
      apps: await this.policies.choices(companyId),
      list: sectionPath(companyId, 'apps'),
    };
    await this.pages.show(visit, SETTINGS_PAGE, data, { section: 'apps', status: how.status });
  }
}

/** The address of the settings and policies of a company. */
export const settingsPath = (companyId: number): string => `${sectionPath(companyId, 'apps')}/settings`;

/** What the first form of the page was made of. */
export const settingsOf = ({
  allowUserInstalls,
  allowProjectConfigurations,
}: Pick<Company, 'allowUserInstalls' | 'allowProjectConfigurations'>) => ({
  allowUserInstalls,
  allowProjectConfigurations,
});
