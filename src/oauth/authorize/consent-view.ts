import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isIdentityScope, scopeFor, ToolCatalogue } from '../../access/index.js';
import { OUT_OF_BAND } from '../../clients/index.js';
import { CsrfTokens } from '../../identity/index.js';
import { formActionOf, type Locale, PageRenderer, sendPage, publicIdOf } from '../../shared/index.js';
import { CONSENT_PAGE } from '../pages/consent.page.js';
import { type ScopeWords, scopeWords } from '../pages/scope-words.js';
import { ConsentEffects, consentingIn, type InstallationOffer } from './consent-effects.js';
import type { OpenConsent } from './open-consents.js';

/** Shows the consent page, and tells whether a form came from it. */
@Injectable()
export class ConsentView {
  constructor(
    private readonly effects: ConsentEffects,
    private readonly tools: ToolCatalogue,
    private readonly csrf: CsrfTokens,
    private readonly pages: PageRenderer,
  ) {}

  async send({ pending, client, session }: OpenConsent, locale: Locale, reply: FastifyReply): Promise<void> {
    const { redirectUri, scopes } = pending.request;
    const asksForCompanies = !scopes.split(' ').every(isIdentityScope);
    const companies = asksForCompanies ? await this.effects.companiesFor(consentingIn(session), client) : [];
    const offer = await this.effects.offerOf(client);
    const data = {
      requestId: pending.id,
      csrfToken: this.csrf.issue(session.id),
      clientName: client.name,
      userName: session.userName,
      userEmail: session.email,
      permissions: scopeWords(scopes, locale, this.tools),
      asksForCompanies,
      companies: companies.map((company) => ({ ...company, isChosen: company.state === 'installed' })),
      target: redirectUri === OUT_OF_BAND ? null : new URL(redirectUri).host,
      needsSecondFactor: companies.some(({ state }) => state === 'needs_second_factor'),
      isFirstParty: client.kind === 'first_party',
      approvedVersion: offer?.versionId ?? null,
      ownPermissions: companies.some(({ state }) => state === 'installable') ? this.wordsOf(offer, locale) : [],
    };
    const source = formActionOf(redirectUri);
    const html = this.pages.render(CONSENT_PAGE, data, locale);
    sendPage(reply, { status: 200, html, formAction: source ? [source] : [] });
  }

  /** The version that the form's page showed for installing, or null; undefined where another one is offered now. */
  async approvedVersion({ client }: OpenConsent, value: unknown): Promise<number | null | undefined> {
    const offer = await this.effects.offerOf(client);
    if (!offer) return null;
    return value === String(offer.versionId) ? offer.versionId : undefined;
  }

  private wordsOf(offer: InstallationOffer | null, locale: Locale): ScopeWords[] {
    const scopes = Object.entries(offer?.permissions ?? {}).map(([tool, level]) => scopeFor(tool, level));
    return scopes.length > 0 ? scopeWords(scopes.join(' '), locale, this.tools) : [];
  }

  isOurs({ session }: OpenConsent, csrfToken: unknown): boolean {
    return this.csrf.matches(session.id, csrfToken);
  }
}

/** The companies that a form chose: repeated fields, or one list; undefined for anything that is no id. */
export function companyIdsOf(value: unknown): number[] | undefined {
  const texts = [value ?? []].flat().flatMap((item) => (typeof item === 'string' ? item.split(/[\s,]+/) : ['-']));
  const ids = texts.filter((text) => text !== '').map(publicIdOf);
  return ids.every((id) => id !== undefined) ? [...new Set(ids)] : undefined;
}
