import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { Mailer, type MailTexts } from '../../mail/index.js';
import { chosenLocale, type Locale } from '../../shared/index.js';
import type { UserProfile } from '../user-profile.js';
import { CONFIRMATION_MS } from './email-confirmation-links.js';

/** What a confirmation tells others: the person by mail, and the audit trail. */
@Injectable()
export class ConfirmationNews {
  constructor(
    private readonly mailer: Mailer,
    private readonly audit: AuditTrail,
  ) {}

  /** In the transaction in which the link was made. */
  mail({ email, name, locale }: UserProfile, token: string): Promise<void> {
    const texts = TEXTS[chosenLocale(locale)](`/confirm-email?token=${token}`);
    const to = { name, address: email };
    return this.mailer.post({ kind: 'email_confirmation', to, texts, usefulMs: CONFIRMATION_MS });
  }

  record(userId: number): Promise<void> {
    const action = 'user.email_confirmed';
    return this.audit.record({ action, subjectType: 'user', subjectId: userId, actorId: userId });
  }
}

const TEXTS: Readonly<Record<Locale, (path: string) => MailTexts>> = {
  en: (path) => ({
    subject: 'Confirm your e-mail address',
    paragraphs: [
      'You asked to confirm that this is the address of your account. Follow this link in a browser in which you are signed in.',
      'It works once and for a day.',
    ],
    link: { path, label: 'Confirm the address' },
    fine: ['If you did not ask, ignore this mail: nothing changes.'],
  }),
  es: (path) => ({
    subject: 'Confirme su dirección de correo',
    paragraphs: [
      'Pidió confirmar que esta es la dirección de su cuenta. Siga este enlace en un navegador en el que haya iniciado sesión.',
      'Funciona una sola vez y durante un día.',
    ],
    link: { path, label: 'Confirmar la dirección' },
    fine: ['Si no lo pidió, ignore este mensaje: nada cambia.'],
  }),
};
