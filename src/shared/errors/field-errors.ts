/** Field name (dotted path) to the messages about it, as Procore's clients read them. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

const MAX_MESSAGES = 100;
/** Names of fields come from the request. */
const MAX_NAME = 200;
const MAX_MESSAGE = 1_000;

/**
 * What is told of the wrong fields of one request, which may have thousands: a hundred faults, and how many more. What
 * is bounded stays as it is.
 */
export function boundedFields(fields: FieldErrors): FieldErrors {
  const all = Object.entries(fields).flatMap(([name, messages]) => messages.map((message) => [name, message] as const));
  const more = all.length - MAX_MESSAGES;
  const told = more > 1 ? [...all.slice(0, MAX_MESSAGES), ['base', `… and ${more} more`] as const] : all;
  const bounded = Object.create(null) as Record<string, string[]>;
  for (const [name, message] of told) (bounded[cut(name, MAX_NAME)] ??= []).push(cut(message, MAX_MESSAGE));
  return bounded;
}

const cut = (text: string, longest: number): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);
