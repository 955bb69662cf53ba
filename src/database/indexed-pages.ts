import { type PageQuery, pageWindow } from '../shared/index.js';
import type { Database, SqlValue } from './database.js';

/** A list in the order of a column that differs in each of its rows, both known to one index. */
export interface IndexedList {
  readonly column: string;
  /** `FROM table WHERE …` */
  readonly from: string;
  readonly parameters: readonly SqlValue[];
}

/** How long a list is. */
export interface ListLength {
  readonly total: number;
  /** The column's value in the last row: what comes after it came later, and is on no page. */
  readonly last: number;
}

export interface IndexedPage {
  /** The column's values in the rows of the page, ascending. */
  readonly ids: readonly number[];
  /** Rows in all pages together. */
  readonly total: number;
}

type Row = Readonly<Record<string, number | string | null>>;

/**
 * Finds a page of a long list by an index alone, from whichever end is nearer: the rows before it need not be passed
 * over when those behind it are fewer. Rows are not counted where the caller knows the `length`.
 */
export async function indexedPage(
  database: Database,
  list: IndexedList,
  query: PageQuery,
  known?: ListLength,
): Promise<IndexedPage & { readonly length: ListLength }> {
  const length = known ?? (await lengthOf(database, list));
  const { skip, take, isBackward } = nearerEnd(pageWindow(query), length.total);
  if (take <= 0) return { ids: [], total: length.total, length };
  const { column, from, parameters } = list;
  const order = `${column}${isBackward ? ' DESC' : ''}`;
  const sql = `SELECT ${column} AS id ${from} AND ${column} <= ? ORDER BY ${order} LIMIT ${take} OFFSET ${skip}`;
  const rows = await database.query<Row>(sql, [...parameters, length.last]);
  const ids = rows.map(({ id }) => Number(id));
  return { ids: isBackward ? ids.reverse() : ids, total: length.total, length };
}

async function lengthOf(database: Database, { column, from, parameters }: IndexedList): Promise<ListLength> {
  const [row] = await database.query<Row>(`SELECT COUNT(*) AS total, MAX(${column}) AS last ${from}`, parameters);
  return { total: Number(row.total), last: Number(row.last ?? 0) };
}

function nearerEnd({ skip, take }: { readonly skip: number; readonly take: number }, total: number) {
  const size = Math.min(take, total - skip);
  const behind = total - skip - size;
  const isBackward = behind < skip;
  return { skip: isBackward ? behind : skip, take: size, isBackward };
}
