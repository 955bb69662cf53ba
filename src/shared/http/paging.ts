import { z } from 'zod';

const MAX_PER_PAGE = 300;

/** The query of a list; larger pages than allowed are cut, as Procore's clients expect. */
export const PageQuery = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).default(1).meta({ description: 'Counted from 1.' }),
  per_page: z.coerce
    .number()
    .int()
    .min(1)
    .default(100)
    .transform((size) => Math.min(size, MAX_PER_PAGE))
    .meta({ description: 'At most 300.' }),
});

export type PageQuery = z.output<typeof PageQuery>;

/** One page of a list: handlers return it, the interceptor sends `items` and the paging headers. */
export class Paged<T> {
  constructor(
    readonly items: readonly T[],
    readonly total: number,
    readonly query: PageQuery,
  ) {}

  map<U>(convert: (item: T) => U): Paged<U> {
    return new Paged(this.items.map(convert), this.total, this.query);
  }
}

/** What TypeORM's `findAndCount` needs for a page. */
export const pageWindow = (query: PageQuery): { skip: number; take: number } => ({
  skip: (query.page - 1) * query.per_page,
  take: query.per_page,
});

/** The paging headers: every `Link` entry absolute, joined by a comma and a blank (Procore's Ruby client parses it so). */
export function pagingHeaders(page: Paged<unknown>, url: URL): Record<string, string> {
  const { page: current, per_page: size } = page.query;
  const last = Math.max(1, Math.ceil(page.total / size));
  const targets: [string, number, boolean][] = [
    ['first', 1, current > 1],
    ['prev', current - 1, current > 1],
    ['next', current + 1, current < last],
    ['last', last, current < last],
  ];
  const links = targets
    .filter(([, , isShown]) => isShown)
    .map(([rel, number]) => `<${pageUrl(url, number, size)}>; rel="${rel}"`);
  return {
    Total: String(page.total),
    'Per-Page': String(size),
    ...(links.length > 0 ? { Link: links.join(', ') } : {}),
  };
}

function pageUrl(url: URL, page: number, size: number): string {
  const target = new URL(url);
  target.searchParams.set('page', String(page));
  target.searchParams.set('per_page', String(size));
  return target.href;
}
