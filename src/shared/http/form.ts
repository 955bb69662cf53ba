/** A form or query string; repeated names become arrays. Never a prototype. */
export type Form = Record<string, string | string[]>;

/** Malformed percent-encoding, or bytes that are not UTF-8. */
export class MalformedFormError extends Error {
  readonly statusCode = 400;
  readonly code = 'malformed_form';

  constructor() {
    super('The form is not valid percent-encoded UTF-8.');
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

/** Parses `application/x-www-form-urlencoded` strictly. Throws {@link MalformedFormError}. */
export function parseForm(text: string): Form {
  const form = Object.create(null) as Form;
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = decode(at < 0 ? pair : pair.slice(0, at));
    const value = at < 0 ? '' : decode(pair.slice(at + 1));
    const known = form[name];
    form[name] = known === undefined ? value : [...[known].flat(), value];
  }
  return form;
}
