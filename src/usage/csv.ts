type Cell = string | number | null;

/** What a spreadsheet would take for a formula (OWASP, CSV injection). */
const FORMULA = /^[\t\r ]*[=+\-@]|^[\t\r]/;

const cellOf = (cell: Cell): string => {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Lines of RFC 4180; text that begins like a formula is shown as text. */
export const csvOf = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');

export const CSV_TYPE = 'text/csv; charset=utf-8';
