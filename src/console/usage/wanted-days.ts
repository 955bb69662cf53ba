import { fieldErrorsOf, type Locale } from '../../shared/index.js';
import { UsageFileQuery } from '../../usage/index.js';
import { faultWords } from '../problems/fault-words.js';

/** The first and the last day of a report, as a form has them; empty for those that nobody chose. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** What is wrong with one of them, in words. */
export interface DaysFault {
  readonly field: 'from' | 'to';
  readonly words: string;
}

export const NO_DAYS: Days = { from: '', to: '' };

/** The days that somebody entered, and what is wrong with them, if anything is. */
export function wantedDays(query: unknown, locale: Locale): { readonly days: Days; readonly fault?: DaysFault } {
  const { from = '', to = '' } = query as Partial<Days>;
  const days = { from: String(from), to: String(to) };
  const given = Object.fromEntries(Object.entries(days).filter(([, day]) => day !== ''));
  const { error } = UsageFileQuery.safeParse(given);
  if (!error) return { days };
  const faults = fieldErrorsOf(error);
  const field = faults.from ? 'from' : 'to';
  return { days, fault: { field, words: faultWords(faults[field]?.[0] ?? '', locale) } };
}
