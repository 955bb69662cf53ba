import { type PageQuery, pageWindow } from '../shared/index.js';
import type { Database, SqlValue } from './database.js';

/** A list in the order of a column that differs in each of its rows, both known to one index. */
export interface IndexedList {
  readonly column: string;
  /** `FROM table WHERE …` */
  readonly from: string;
  readonly parameters: readonly SqlValue[];
}

export interface IndexedPage {
  /** The column's values in the rows of the page, ascending. */
  readonly ids: readonly number[];
  /** Rows in all pages together. */
  readonly total: number;
}

/**
 * Finds a page of a long list by an index alone, from whichever end is nearer: the rows before it need not be passed
 * over when those behind it are fewer. Rows are not counted where the caller knows how many there are.
 */
export async function indexedPage(
  database: Database,
  list: IndexedList,
  query: PageQuery,
  known?: number,
): Promise<IndexedPage> {
  const read = async (columns: string, rest = ''): Promise<number[]> => {
    const sql = `SELECT ${columns} AS number ${list.from}${rest}`;
    const rows = await database.query<{ number: number | string }>(sql, list.parameters);
    return rows.map(({ number }) => Number(number));
  };
  const total = known ?? (await read('COUNT(*)'))[0];
  const { skip, take, isBackward } = nearerEnd(pageWindow(query), total);
  if (take <= 0) return { ids: [], total };
  const order = `${list.column}${isBackward ? ' DESC' : ''}`;
  const ids = await read(list.column, ` ORDER BY ${order} LIMIT ${take} OFFSET ${skip}`);
  return { ids: isBackward ? ids.reverse() : ids, total };
}

function nearerEnd({ skip, take }: { readonly skip: number; readonly take: number }, total: number) {
  const size = Math.min(take, total - skip);
  const behind = total - skip - size;
  const isBackward = behind < skip;
  return { skip: isBackward ? behind : skip, take: size, isBackward };
}
