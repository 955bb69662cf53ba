import { DomainError, type Locale } from '../../shared/index.js';
import type { WordTable } from '../shell/word-tables.js';

/** Why a domain could not be added, proven or asked about, by code or by what the refusal calls its reason. */
const FAULTS: WordTable = {
  not_a_domain: {
    en: 'Write a domain such as northwind.example, without @ and without https://.',
    es: 'Escriba un dominio como northwind.example, sin @ y sin https://.',
  },
  public_suffix: {
    en: 'Others register their names below this one: nobody runs it alone.',
    es: 'Otros registran sus nombres debajo de este: nadie lo administra solo.',
  },
  free_mail: {
    en: 'Anybody gets an address there: name a domain that your company runs.',
    es: 'Cualquiera obtiene allí una dirección: indique un dominio que administre su empresa.',
  },
  invalid_fields: { en: 'Name a domain.', es: 'Indique un dominio.' },
  duplicate_domain: {
    en: 'Your company has this domain already, here or at another of its providers.',
    es: 'Su empresa ya tiene este dominio, aquí o en otro de sus proveedores.',
  },
  too_many_domains: {
    en: 'Your company has as many domains as it may have: remove one first.',
    es: 'Su empresa tiene tantos dominios como puede tener: quite uno antes.',
  },
  domain_taken: {
    en: 'Another company has proven this domain. It must remove the domain first, or its TXT record must go.',
    es: 'Otra empresa ha probado este dominio. Debe quitarlo primero, o su registro TXT debe desaparecer.',
  },
  no_record: {
    en: 'The DNS does not show the record yet. New records may take an hour to be seen.',
    es: 'El DNS aún no muestra el registro. Los registros nuevos pueden tardar una hora en verse.',
  },
  no_answer: {
    en: 'The DNS did not answer. Try again later.',
    es: 'El DNS no respondió. Inténtelo más tarde.',
  },
  too_many_confirmations: {
    en: 'Too many mails were sent within a day. Prove the domain by the DNS, or try again tomorrow.',
    es: 'Se enviaron demasiados mensajes en un día. Pruebe el dominio por el DNS o inténtelo mañana.',
  },
};

/** The fault that a refusal tells of a domain, in words; undefined where it tells of something else. */
export function domainFault(
  error: unknown,
  locale: Locale,
): { readonly status: number; readonly text: string } | undefined {
  if (!(error instanceof DomainError)) return undefined;
  const { reason } = error.options.extensions ?? {};
  const key = typeof reason === 'string' ? reason : error.code;
  return Object.hasOwn(FAULTS, key) ? { status: error.status, text: FAULTS[key][locale] } : undefined;
}
