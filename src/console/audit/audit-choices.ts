import { Injectable } from '@nestjs/common';
import type { Locale } from '../../shared/index.js';
import { CallerChoices } from '../access-checks/caller-choices.js';
import type { AuditPageData, Choice } from './audit.page.js';
import { knownActions, knownSubjects, type Offer } from './event-words.js';

/** What the filter of the audit trail offers to choose from, in words and names. */
@Injectable()
export class AuditChoices {
  constructor(private readonly callers: CallerChoices) {}

  async of(
    companyId: number,
    given: Readonly<Record<string, string>>,
    locale: Locale,
  ): Promise<Pick<AuditPageData, 'actions' | 'kinds' | 'actors'>> {
    const { people, accounts, hasMorePeople } = await this.callers.of(companyId, locale);
    const named = [...people, ...accounts].map(({ id, name }) => ({ value: String(id), label: name }));
    return {
      actions: offered(knownActions(locale), given.action),
      kinds: offered(knownSubjects(locale), given.subject_type),
      actors: hasMorePeople ? null : offered(named, given.actor_id),
    };
  }
}

/** What stands in the address already is offered, too: `installation.` for all that begins so, or somebody who left. */
function offered(offers: readonly Offer[], given: string | undefined): Choice[] {
  const isKnown = given === undefined || offers.some(({ value }) => value === given);
  const all = isKnown ? offers : [{ value: given, label: given }, ...offers];
  return all.map((offer) => ({ ...offer, isChosen: offer.value === given }));
}
