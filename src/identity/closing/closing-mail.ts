import { Injectable } from '@nestjs/common';
import { Mailer, type MailTexts } from '../../mail/index.js';
import { chosenLocale, type Locale } from '../../shared/index.js';
import type { UserProfile } from '../user-profile.js';

const USEFUL_MS = 3 * 24 * 3_600_000;

/** Tells the address that an account had that it is closed. */
@Injectable()
export class ClosingMail {
  constructor(private readonly mailer: Mailer) {}

  /** In the transaction of the closing. */
  send({ email, name, locale }: UserProfile): Promise<void> {
    const texts = TEXTS[chosenLocale(locale)];
    return this.mailer.post({ kind: 'account_closed', to: { name, address: email }, texts, usefulMs: USEFUL_MS });
  }
}

const TEXTS: Readonly<Record<Locale, MailTexts>> = {
  en: {
    subject: 'Your account is closed',
    paragraphs: [
      'Your account was closed. You were signed out everywhere and left every company; no app acts for you any more.',
      'If it was not you, tell the administrator of your company at once.',
    ],
    link: { path: '/security', label: 'How to report a problem' },
  },
  es: {
    subject: 'Su cuenta está cerrada',
    paragraphs: [
      'Su cuenta se cerró. Se cerraron sus sesiones y dejó todas las empresas; ninguna aplicación actúa ya por usted.',
      'Si no fue usted, avise de inmediato al administrador de su empresa.',
    ],
    link: { path: '/security', label: 'Cómo informar de un problema' },
  },
};
