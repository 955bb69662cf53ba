/** Public ids are positive integers below 2^53; the digits are bounded before they become a number. */
export const PUBLIC_ID = /^[1-9]\d{0,15}$/;

/** The public id that a text spells; undefined for anything else. */
export function publicIdOf(text: unknown): number | undefined {
  if (typeof text !== 'string' || !PUBLIC_ID.test(text)) return undefined;
  const id = Number(text);
  return Number.isSafeInteger(id) ? id : undefined;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a text is a UUID as we write them: lower case, with hyphens. */
export const isUuid = (text: string): boolean => UUID.test(text);
