import { localPath } from '../../identity/index.js';
import type { Locale, Paged } from '../../shared/index.js';

/** Where a list goes on, for `pager` in templates; null where everything is on one page. */
export interface Pager {
  readonly text: string;
  readonly label: string;
  readonly newer: { readonly href: string; readonly label: string } | null;
  readonly older: { readonly href: string; readonly label: string } | null;
}

const TEXTS: Readonly<Record<Locale, Record<'text' | 'label' | 'back' | 'on', string>>> = {
  en: { text: 'Page {page} of {pages}, {total} in all', label: 'Pages', back: 'Previous page', on: 'Next page' },
  es: {
    text: 'Página {page} de {pages}, {total} en total',
    label: 'Páginas',
    back: 'Página anterior',
    on: 'Página siguiente',
  },
};

/** The pages of a list under the address that shows it; what else narrows the list stays in the address. */
export function pagerOf({ total, query }: Paged<unknown>, url: string, locale: Locale): Pager | null {
  const pages = Math.max(1, Math.ceil(total / query.per_page));
  if (pages === 1 && query.page === 1) return null;
  const texts = TEXTS[locale];
  const values: Record<string, number> = { page: query.page, pages, total };
  const link = (page: number, label: string) => ({ href: withPage(url, page), label });
  return {
    text: texts.text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name])),
    label: texts.label,
    newer: query.page > 1 ? link(Math.min(query.page - 1, pages), texts.back) : null,
    older: query.page < pages ? link(query.page + 1, texts.on) : null,
  };
}

function withPage(url: string, page: number): string {
  const [path, query = ''] = localPath(url).split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.delete('done');
  parameters.set('page', String(page));
  return `${path}?${parameters.toString()}`;
}
