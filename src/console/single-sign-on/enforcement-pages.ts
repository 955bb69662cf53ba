import { Injectable } from '@nestjs/common';
import { DomainError, parseOrRefuse, publicIdOf } from '../../shared/index.js';
import { ChangeProviderBody, changeOf, IdentityProviders, ProviderSessions } from '../../sso/index.js';
import { ConsolePages } from '../shell/console-pages.js';
import type { Visit } from '../shell/exchange.js';
import { formValues, requireSeen, seenMark } from '../shell/form-values.js';
import { Locked } from '../shell/locked.js';
import { ENFORCE_PAGE, REVIEW_PAGE } from './enforce.page.js';
import { ProviderChoices } from './provider-choices.js';
import { providerPath } from './provider-pages.js';
import { type ProviderView, ProviderViews } from './provider-views.js';

const OF_THE_CHOICE: ReadonlySet<string> = new Set(['emergency_administrator_required', 'invalid_fields']);

/** Those whom a query or a form names; what is no id names nobody. */
const namedIn = (values: unknown): number[] => [
  ...new Set(formValues(values, 'administrators').map((text) => publicIdOf(text) ?? 0)),
];

/** Makes a provider the only way in: who may use a password all the same, what will happen, and that it does. */
@Injectable()
export class EnforcementPages {
  constructor(
    private readonly pages: ConsolePages,
    private readonly views: ProviderViews,
    private readonly choices: ProviderChoices,
    private readonly sessions: ProviderSessions,
  ) {}

  /** Throws not_found. */
  async choose(visit: Visit, id: number, refused?: { readonly chosen: readonly number[] }): Promise<void> {
    const { companyId } = visit.access;
    const view = await this.views.one(companyId, id);
    const chosen = refused?.chosen ?? view.provider.emergency_administrator_ids;
    const administrators = await this.choices.administrators(companyId, chosen);
    const data = {
      ...view,
      administrators: administrators.filter(({ hasPassword }) => hasPassword),
      without: administrators.filter(({ hasPassword }) => !hasPassword),
      isRefused: refused !== undefined,
      base: providerPath(companyId, id),
    };
    await this.pages.show(visit, ENFORCE_PAGE, data, { section: 'single-sign-on', status: refused ? 422 : 200 });
  }

  /** Who would be signed out, and who would not. Throws not_found. */
  async review(visit: Visit, id: number): Promise<void> {
    const { access, session } = visit;
    const view = await this.views.one(access.companyId, id);
    const chosen = namedIn(visit.request.query);
    const all = await this.choices.administrators(access.companyId, chosen);
    const helpers = all.filter(({ isChosen, hasPassword }) => isChosen && hasPassword);
    if (helpers.length === 0 || helpers.length < chosen.length) return this.choose(visit, id, { chosen });
    const outside = await this.sessions.outsiders(id, chosen);
    const data = {
      ...view,
      helpers,
      people: new Set(outside.map(({ user_id }) => Number(user_id))).size,
      browsers: outside.length,
      endsOwn: outside.some(({ session_id }) => session_id === session.id),
      seen: seenMark(stateOf(view)),
      base: providerPath(access.companyId, id),
    };
    await this.pages.show(visit, REVIEW_PAGE, data, { section: 'single-sign-on' });
  }
}

/** Enforces what was reviewed. */
@Injectable()
export class Enforcement {
  constructor(
    private readonly providers: IdentityProviders,
    private readonly views: ProviderViews,
    private readonly page: EnforcementPages,
    private readonly locked: Locked,
  ) {}

  /** Whether it holds now; else the choice stands on the page again. Throws not_found, precondition_failed. */
  async enforce(visit: Visit, id: number): Promise<boolean> {
    const { access, request } = visit;
    const chosen = namedIn(request.body);
    try {
      await this.locked.within(access, async () => {
        requireSeen(request.body, stateOf(await this.views.one(access.companyId, id)));
        const wish = parseOrRefuse(ChangeProviderBody, { enforced: true, emergency_administrator_ids: chosen });
        await this.providers.change(access.companyId, id, changeOf(wish));
      });
    } catch (error) {
      if (!(error instanceof DomainError) || !OF_THE_CHOICE.has(error.code)) throw error;
      await this.page.choose(visit, id, { chosen });
      return false;
    }
    return true;
  }

  /** Passwords of its domains count again. Throws not_found. */
  async lift({ access }: Visit, id: number): Promise<void> {
    await this.providers.change(access.companyId, id, { enforced: false });
  }
}

/** What a review was made of: other settings, or another proven domain, concern other people. */
const stateOf = ({ provider, domains }: ProviderView): object => ({
  updated_at: provider.updated_at,
  domains: domains.filter(({ verified_at }) => verified_at !== null).map(({ domain }) => domain),
});
