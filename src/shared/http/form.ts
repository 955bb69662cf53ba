/** A form or query string; repeated names become arrays. Never a prototype. */
export type Form = Record<string, string | string[]>;

export const newForm = (): Form => Object.create(null) as Form;

/** Malformed percent-encoding, or bytes that are not UTF-8. */
export class MalformedFormError extends Error {
  readonly statusCode = 400;
  readonly code = 'malformed_form';

  constructor() {
    super('The form is not valid percent-encoded UTF-8, or has too many fields.');
    this.name = 'MalformedFormError';
  }
}

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new MalformedFormError();
  }
};

const MAX_PAIRS = 1_000;

/** Adds a value under a name; repeated names become arrays. */
export function addToForm(form: Form, name: string, value: string): void {
  const known = form[name];
  if (known === undefined) form[name] = value;
  else if (typeof known === 'string') form[name] = [known, value];
  else known.push(value);
}

/** Parses `application/x-www-form-urlencoded` strictly. Throws {@link MalformedFormError}, also for too many pairs. */
export function parseForm(text: string): Form {
  const form = newForm();
  const pairs = text.split('&', MAX_PAIRS + 1);
  if (pairs.length > MAX_PAIRS) throw new MalformedFormError();
  for (const pair of pairs) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    addToForm(form, decode(at < 0 ? pair : pair.slice(0, at)), at < 0 ? '' : decode(pair.slice(at + 1)));
  }
  return form;
}
