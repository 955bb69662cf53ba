const MAX_DEPTH = 20;

const isText = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** Whether every string in a value is storable text: no NUL, no half of a surrogate pair; and not absurdly nested. */
export function isCleanText(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return isText(value);
  if (value === null || typeof value !== 'object') return true;
  if (depth > MAX_DEPTH) return false;
  return Object.entries(value).every(([key, item]) => isText(key) && isCleanText(item, depth + 1));
}
