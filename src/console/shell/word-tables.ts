import type { Locale } from '../../shared/index.js';

/** Words of pages by the codes that programs use. */
export type WordTable = Readonly<Record<string, Readonly<Record<Locale, string>>>>;

/** The words of a code; one without words, whatever it is called, is told as it is. */
export const wordsFrom = (table: WordTable, code: string, locale: Locale): string =>
  Object.hasOwn(table, code) ? table[code][locale] : code;
