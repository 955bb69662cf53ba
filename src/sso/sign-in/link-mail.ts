import { Injectable } from '@nestjs/common';
import type { UserProfile } from '../../identity/index.js';
import { Mailer, type MailTexts, plainName } from '../../mail/index.js';
import { chosenLocale, type Locale } from '../../shared/index.js';

const USEFUL_MS = 3 * 24 * 3_600_000;

/** Tells people that their account can be reached in another way now. */
@Injectable()
export class LinkMail {
  constructor(private readonly mailer: Mailer) {}

  send({ name, email, locale }: UserProfile, provider: string): Promise<void> {
    const texts = TEXTS[chosenLocale(locale)](plainName(provider));
    return this.mailer.post({ kind: 'identity_linked', to: { name, address: email }, texts, usefulMs: USEFUL_MS });
  }
}

const TEXTS: Readonly<Record<Locale, (provider: string) => MailTexts>> = {
  en: (provider) => ({
    subject: 'Your account is connected to your company’s sign-in',
    paragraphs: [
      `Your account was used through the single sign-on “${provider}” for the first time, which is connected to it now.`,
      'If it was not you, tell the administrators of your company and ours at once.',
    ],
  }),
  es: (provider) => ({
    subject: 'Su cuenta está conectada al inicio de sesión de su empresa',
    paragraphs: [
      `Su cuenta se usó por primera vez mediante el inicio de sesión único «${provider}», que ahora está conectado a ella.`,
      'Si no fue usted, avise de inmediato a los administradores de su empresa y a los nuestros.',
    ],
  }),
};
