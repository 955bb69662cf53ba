import type { Locale } from '../../shared/index.js';
import type { WordTable } from '../shell/word-tables.js';

/** What the form says around the fields of an app, whose own words are in whatever language its developer speaks. */
export interface FieldWords {
  readonly yes: string;
  readonly no: string;
  readonly notSet: string;
  readonly choose: string;
  readonly between: string;
  readonly least: string;
  readonly most: string;
  readonly address: string;
  readonly longest: string;
}

export const FIELD_WORDS: Readonly<Record<Locale, FieldWords>> = {
  en: {
    yes: 'Yes',
    no: 'No',
    notSet: 'Not set',
    choose: 'Please choose',
    between: 'From {least} to {most}.',
    least: '{least} or more.',
    most: '{most} or less.',
    address: 'A web address, beginning with https:// or http://.',
    longest: 'At most {most} characters.',
  },
  es: {
    yes: 'Sí',
    no: 'No',
    notSet: 'Sin valor',
    choose: 'Elija',
    between: 'De {least} a {most}.',
    least: '{least} o más.',
    most: '{most} o menos.',
    address: 'Una dirección web que empiece por https:// o http://.',
    longest: 'Como máximo {most} caracteres.',
  },
};

export const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));

/** The faults that the check of a configuration finds, as people say them; `#` stands for its number. */
const FAULTS: WordTable = {
  'is required': { en: 'Fill this in.', es: 'Rellene este campo.' },
  'is not a known field': {
    en: 'The app does not have this field any more: its value is left out.',
    es: 'La aplicación ya no tiene este campo: su valor se omite.',
  },
  'must be a text': { en: 'Enter a text.', es: 'Introduzca un texto.' },
  'must have at least # characters': {
    en: 'Enter at least # characters.',
    es: 'Introduzca al menos # caracteres.',
  },
  'must have at most # characters': { en: 'Enter at most # characters.', es: 'Introduzca como máximo # caracteres.' },
  'must be an http or https address': {
    en: 'Enter a web address, beginning with https:// or http://.',
    es: 'Introduzca una dirección web que empiece por https:// o http://.',
  },
  'must be a whole number': { en: 'Enter a whole number.', es: 'Introduzca un número entero.' },
  'must be a number': { en: 'Enter a number.', es: 'Introduzca un número.' },
  'must be at least #': { en: 'Enter # or more.', es: 'Introduzca # o más.' },
  'must be at most #': { en: 'Enter # or less.', es: 'Introduzca # o menos.' },
  'must be true or false': { en: 'Choose yes or no.', es: 'Elija sí o no.' },
  'is none of the choices': { en: 'Choose one of these.', es: 'Elija uno de estos.' },
  'must name a project': { en: 'Choose at least one project.', es: 'Elija al menos un proyecto.' },
};

/** A fault in the words of the page; one that nobody foresaw, as the check says it. */
export function faultWords(message: string, locale: Locale): string {
  const [number = ''] = /-?\d[\d.e+-]*$|-?\d+(?= characters$)/.exec(message) ?? [];
  const pattern = number === '' ? message : message.replace(number, '#');
  return Object.hasOwn(FAULTS, pattern) ? FAULTS[pattern][locale].replace('#', number) : message;
}
