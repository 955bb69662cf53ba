import type { Locale } from '../../shared/index.js';
import { failureWords } from '../webhooks/webhook-words.js';

type Said = Readonly<Record<Locale, string>>;

/** What was asked of a provider. */
const ASKED: Readonly<Record<string, Said>> = {
  discovery: { en: 'Its published configuration', es: 'Su configuración publicada' },
  keys: { en: 'Its keys', es: 'Sus claves' },
  'token endpoint': { en: 'Its token endpoint', es: 'Su extremo de token' },
};

/** What was wrong with the answer; `$1` stands for a part of it. */
const REASONS: readonly (readonly [pattern: RegExp, words: Said])[] = [
  [
    /^it names another issuer$/,
    {
      en: 'It names another issuer: write it exactly as the provider does, slash at the end included.',
      es: 'Nombra otro emisor: escríbalo exactamente como el proveedor, con o sin barra final.',
    },
  ],
  [/^no (?:JSON object|JWK set)$/, { en: 'The answer is not what is asked for.', es: 'La respuesta no es la pedida.' }],
  [/^(\w+) is missing$/, { en: 'The answer lacks $1.', es: 'A la respuesta le falta $1.' }],
  [
    /^status (\d+), error invalid_client$/,
    {
      en: 'It does not accept the client ID and secret (status $1).',
      es: 'No acepta el ID de cliente y el secreto (estado $1).',
    },
  ],
  [/^status (\d+), error (.*)$/, { en: 'It answered with status $1 ($2).', es: 'Respondió con el estado $1 ($2).' }],
  [/^status (\d+)$/, { en: 'It answered with status $1.', es: 'Respondió con el estado $1.' }],
  [/^(\w+) must .*$/, { en: 'It names a $1 that cannot be used.', es: 'Nombra un $1 que no se puede usar.' }],
  [
    /^host_busy$/,
    {
      en: 'Too many requests wait for it already: try again.',
      es: 'Ya esperan demasiadas peticiones: intente de nuevo.',
    },
  ],
];

/** Why a provider could not be used, such as `discovery: connect_failed`. */
export function reasonWords(reason: string, locale: Locale): string {
  const [, asked = '', why = reason] = /^([a-z ]+): (.*)$/s.exec(reason) ?? [];
  const words = whyWords(why, locale);
  return Object.hasOwn(ASKED, asked) ? `${ASKED[asked][locale]}: ${words}` : words;
}

function whyWords(why: string, locale: Locale): string {
  for (const [pattern, words] of REASONS) {
    if (pattern.test(why)) return why.replace(pattern, words[locale]);
  }
  return failureWords(why, locale);
}
