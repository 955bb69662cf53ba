import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { Mailer, type MailTexts } from '../mail/index.js';
import { chosenLocale, type Locale } from '../shared/index.js';
import { PasswordResetLinks, RESET_MS } from './password-reset-links.js';

/** Whom a mail about a password goes to: always the address of the account, never one that was typed. */
export interface PasswordOwner {
  readonly email: string;
  readonly name: string;
  readonly locale: string | null;
}

const NOTICE_MS = 3 * 24 * 3_600_000;

/** What people are mailed about their password. */
@Injectable()
export class PasswordMail {
  constructor(
    private readonly database: Database,
    private readonly links: PasswordResetLinks,
    private readonly mailer: Mailer,
  ) {}

  /** A new link, and the end of the former one. */
  async sendLink(owner: PasswordOwner & { readonly id: number }): Promise<void> {
    await this.database.transaction(async () => {
      const token = await this.links.issue(owner.id);
      await this.send(
        'password_reset',
        owner,
        LINK[chosenLocale(owner.locale)](`/new-password?token=${token}`),
        RESET_MS,
      );
    });
  }

  sendNotice(owner: PasswordOwner): Promise<void> {
    return this.send('password_changed', owner, NOTICE[chosenLocale(owner.locale)], NOTICE_MS);
  }

  private send(kind: string, { email, name }: PasswordOwner, texts: MailTexts, usefulMs: number): Promise<void> {
    return this.mailer.post({ kind, to: { name, address: email }, texts, usefulMs });
  }
}

const LINK: Readonly<Record<Locale, (path: string) => MailTexts>> = {
  en: (path) => ({
    subject: 'Set a new password',
    paragraphs: [
      'Somebody asked for a new password for your account. If it was you, follow this link.',
      'It works once and for 30 minutes.',
    ],
    link: { path, label: 'Set a new password' },
    fine: ['If it was not you, ignore this mail: your password stays as it is.'],
  }),
  es: (path) => ({
    subject: 'Establecer una nueva contraseña',
    paragraphs: [
      'Alguien pidió una nueva contraseña para su cuenta. Si fue usted, siga este enlace.',
      'Funciona una sola vez y durante 30 minutos.',
    ],
    link: { path, label: 'Establecer una nueva contraseña' },
    fine: ['Si no fue usted, ignore este mensaje: su contraseña no cambia.'],
  }),
};

const NOTICE: Readonly<Record<Locale, MailTexts>> = {
  en: {
    subject: 'Your password was changed',
    paragraphs: [
      'The password of your account was changed, and every browser was signed out.',
      'The apps that you connected stay connected: look at them, and disconnect what you do not know.',
      'If it was not you, set a new password at once and tell your administrator.',
    ],
    link: { path: '/password-reset', label: 'Set a new password' },
  },
  es: {
    subject: 'Se cambió su contraseña',
    paragraphs: [
      'Se cambió la contraseña de su cuenta y se cerraron todas las sesiones.',
      'Las aplicaciones que conectó siguen conectadas: revíselas y desconecte las que no conozca.',
      'Si no fue usted, establezca de inmediato una nueva contraseña y avise a su administrador.',
    ],
    link: { path: '/password-reset', label: 'Establecer una nueva contraseña' },
  },
};
