import { Injectable } from '@nestjs/common';
import { type Access, reaches } from '../../access/index.js';
import { InstallationRequests, managesApps } from '../../app-management/index.js';
import type { Company } from '../../directory/index.js';
import { CsrfTokens, formField, signOutBinding } from '../../identity/index.js';
import type { Shell, ShellLink } from '../../shared/index.js';
import { doneText } from './done-texts.js';
import type { Section, SectionName, Visit } from './exchange.js';
import { ManagedCompanies, SEES_APPS } from './managed-companies.js';
import { SHELL_TEXTS } from './shell-texts.js';

/** The address of a company's section. */
export const sectionPath = (companyId: number, section: SectionName): string =>
  `/console/companies/${companyId}/${section}`;

/** Who sees a section; its own routes decide again. */
const SHOWN: Readonly<Record<SectionName, (access: Access) => boolean>> = {
  apps: (access) => reaches(access.levelOn(SEES_APPS.name), SEES_APPS.level),
  requests: managesApps,
  'service-accounts': (access) => access.isCompanyAdmin,
  usage: (access) => reaches(access.levelOn(SEES_APPS.name), SEES_APPS.level),
  access: (access) => access.isCompanyAdmin,
  'single-sign-on': (access) => access.isCompanyAdmin,
  webhooks: managesApps,
  audit: (access) => access.isCompanyAdmin,
};

/** Draws the shell round a page: where one is, and where else one may go. */
@Injectable()
export class Shells {
  constructor(
    private readonly managed: ManagedCompanies,
    private readonly requests: InstallationRequests,
    private readonly csrf: CsrfTokens,
  ) {}

  async around(visit: Visit, section: Section): Promise<Shell> {
    const { access, session, locale, request } = visit;
    const texts = SHELL_TEXTS[locale];
    const companies = await this.managed.of(access);
    const company = companies.find(({ id }) => id === access.input.company?.id);
    return {
      home: company ? sectionPath(company.id, 'apps') : '/console',
      person: { name: session.userName, email: session.email },
      company: company
        ? { name: company.name, badge: badgeOf(company, visit), others: othersOf(company, companies) }
        : null,
      sections: company ? await this.sections(visit, company.id, section) : [],
      account: [
        ...(companies.length > 0 ? [{ href: '/console', label: texts.account.console }] : []),
        { href: '/account/apps', label: texts.account.apps },
        { href: '/account/companies', label: texts.account.ask },
        { href: '/account/sessions', label: texts.account.sessions },
        { href: '/account/security', label: texts.account.security },
      ],
      signOutToken: this.csrf.issue(signOutBinding(session)),
      done: doneText(formField(request.query, 'done'), locale),
      texts: texts.shell,
    };
  }

  private async sections({ access, locale }: Visit, companyId: number, current: Section): Promise<ShellLink[]> {
    const labels = SHELL_TEXTS[locale].sections;
    const names = (Object.keys(SHOWN) as SectionName[]).filter((name) => SHOWN[name](access));
    const waiting = names.includes('requests') ? await this.countWaiting(companyId) : 0;
    return names.map((name) => ({
      href: sectionPath(companyId, name),
      label: labels[name],
      isCurrent: name === current,
      ...(name === 'requests' ? { count: waiting } : {}),
    }));
  }

  private async countWaiting(companyId: number): Promise<number> {
    return (await this.requests.list(companyId, { page: 1, per_page: 1 }, { status: 'pending' })).total;
  }
}

const badgeOf = ({ environment }: Company, { locale }: Visit): string | null =>
  environment === 'sandbox' ? SHELL_TEXTS[locale].sandbox : null;

const othersOf = (company: Company, companies: readonly Company[]): ShellLink[] =>
  companies
    .filter(({ id }) => id !== company.id)
    .map(({ id, name }) => ({ href: sectionPath(id, 'apps'), label: name }));
