import { invalidFields } from '../../shared/index.js';

const ID = /^[1-9]\d{0,15}$/;

/** The number of a company as an operator typed it. Throws invalid_fields. */
export function companyNumber(text: string): number {
  if (!ID.test(text)) throw invalidFields({ company: ['Must be the number of a company.'] });
  return Number(text);
}
