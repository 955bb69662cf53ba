/** The languages of the pages; the first is used where the browser asks for none of them. */
export const LOCALES = ['en', 'es'] as const;

export type Locale = (typeof LOCALES)[number];

/** The language that somebody chose, or `otherwise` where they chose none, or one that we no longer speak. */
export const chosenLocale = (chosen: string | null | undefined, otherwise: Locale = LOCALES[0]): Locale =>
  LOCALES.find((locale) => locale === chosen) ?? otherwise;

/** Longer headers are no honest ones. */
const MAX_HEADER = 1_000;

/** The best language for an `Accept-Language` header (RFC 9110 §12.5.4); English for anything unknown or malformed. */
export function localeOf(header: string | readonly string[] | undefined): Locale {
  const text = typeof header === 'string' ? header : (header?.join(',') ?? '');
  let best: Locale = LOCALES[0];
  let bestWeight = 0;
  for (const range of text.slice(0, MAX_HEADER).split(',')) {
    const [tag, ...parameters] = range
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const locale = localeOfTag(tag);
    const weight = weightOf(parameters);
    if (locale && weight > bestWeight) [best, bestWeight] = [locale, weight];
  }
  return best;
}

function localeOfTag(tag: string): Locale | undefined {
  if (tag === '*') return LOCALES[0];
  const [language] = tag.split('-');
  return LOCALES.find((locale) => locale === language);
}

/** `q` between 0 and 1 with up to three digits; 1 where absent, 0 where malformed. */
function weightOf(parameters: readonly string[]): number {
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  if (quality === undefined) return 1;
  return /^q=(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(quality) ? Number(quality.slice(2)) : 0;
}
