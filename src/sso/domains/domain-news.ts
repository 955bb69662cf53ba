import { Injectable } from '@nestjs/common';
import { Administrators } from '../../directory/index.js';
import { Users } from '../../identity/index.js';
import { Mailer, type MailTexts, plainName } from '../../mail/index.js';
import { chosenLocale, type Locale } from '../../shared/index.js';
import type { EmailDomain } from './email-domain.entity.js';
import { recordNameOf, recordTextOf } from './email-domains.js';

const USEFUL_MS = 3 * 24 * 3_600_000;
const MOST = 50;

/** `missing`: the record that proves a domain is not there; `lost`: the domain is not proven any more. */
export type News = 'missing' | 'lost';

/** Tells the administrators of a company what becomes of a proof, in the transaction in which it does. */
@Injectable()
export class DomainNews {
  constructor(
    private readonly administrators: Administrators,
    private readonly users: Users,
    private readonly mailer: Mailer,
  ) {}

  async tell(row: EmailDomain, news: News): Promise<void> {
    const ids = (await this.administrators.of(row.companyId)).slice(0, MOST);
    for (const { name, email, locale } of (await this.users.findMany(ids)).values()) {
      const texts = textsOf(row, news, chosenLocale(locale));
      await this.mailer.post({ kind: `domain_${news}`, to: { name, address: email }, texts, usefulMs: USEFUL_MS });
    }
  }
}

function textsOf(row: EmailDomain, news: News, locale: Locale): MailTexts {
  const { subject, paragraphs } = TEXTS[locale][news];
  const domain = plainName(row.domain);
  const filled = (text: string): string => text.replaceAll('{domain}', () => domain);
  return {
    subject: filled(subject),
    paragraphs: [...paragraphs.map(filled), `${plainName(recordNameOf(row))}  TXT  ${recordTextOf(row)}`],
  };
}

type Texts = Readonly<Record<News, { readonly subject: string; readonly paragraphs: readonly string[] }>>;

const EN: Texts = {
  missing: {
    subject: 'The DNS record of {domain} is missing',
    paragraphs: [
      'Your company signs people with an address at {domain} in by its own identity provider, because a TXT record in the DNS proves that it runs the domain. That record is not there.',
      'If it stays away for a week, the domain is not proven any more: its people cannot use your sign-in, and whoever used it is signed out. Add the record again, and nothing happens:',
    ],
  },
  lost: {
    subject: '{domain} is not proven any more',
    paragraphs: [
      'The TXT record that proved that your company runs {domain} was missing for a week. Your identity provider does not sign in people with an address there any more, and whoever came from it is signed out. Nothing is enforced for them: those who have a password use it, the others set one by “Forgotten your password?”.',
      'To use your sign-in again, add this record and verify the domain:',
    ],
  },
};

const ES: Texts = {
  missing: {
    subject: 'Falta el registro DNS de {domain}',
    paragraphs: [
      'Su empresa inicia la sesión de las personas con una dirección de {domain} en su propio proveedor de identidad, porque un registro TXT en el DNS prueba que administra el dominio. Ese registro no está.',
      'Si falta una semana, el dominio deja de estar probado: sus personas no podrán usar su inicio de sesión y se cerrarán las sesiones de quienes lo usaron. Añada el registro de nuevo y no ocurrirá nada:',
    ],
  },
  lost: {
    subject: '{domain} ya no está probado',
    paragraphs: [
      'El registro TXT que probaba que su empresa administra {domain} faltó una semana. Su proveedor de identidad ya no inicia la sesión de las personas con una dirección del dominio, y se cerraron las sesiones de quienes vinieron de él. Nada les obliga: quienes tienen contraseña la usan; los demás establecen una con «¿Olvidó su contraseña?».',
      'Para volver a usar su inicio de sesión, añada este registro y verifique el dominio:',
    ],
  },
};

const TEXTS: Readonly<Record<Locale, Texts>> = { en: EN, es: ES };
