/** Of each name in a directory entry. */
const LONGEST = 100;

/** How a directory names an account: the first word is the first name; somebody with one name has only a last one. */
export function memberName(name: string): { firstName: string; lastName: string } {
  const [first, ...rest] = name.trim().split(/\s+/);
  const [firstName, lastName] = rest.length > 0 ? [first, rest.join(' ')] : ['', first];
  return { firstName: firstName.slice(0, LONGEST), lastName: lastName.slice(0, LONGEST) };
}
