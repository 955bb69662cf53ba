import { Injectable } from '@nestjs/common';
import { Mailer, type MailTexts, plainName } from '../../mail/index.js';
import { chosenLocale, type Locale } from '../../shared/index.js';
import type { UserProfile } from '../user-profile.js';

/** What happened to an account's second factors. */
export type FactorNews = 'added' | 'removed' | 'renewed' | 'recovered' | 'reset' | 'guessed';

const USEFUL_MS = 3 * 24 * 3_600_000;

/** Tells people what happened to their second factors, so that nobody else changes them unnoticed. */
@Injectable()
export class FactorMail {
  constructor(private readonly mailer: Mailer) {}

  /** In the transaction of the change. `factor`: its name. */
  async send({ email, name, locale }: UserProfile, news: FactorNews, factor = ''): Promise<void> {
    const own = chosenLocale(locale);
    const [{ subject, what }, frame] = [TEXTS[own][news], FRAME[own]];
    const texts: MailTexts = {
      subject,
      paragraphs: [what.replace('{factor}', () => plainName(factor)), frame.warning],
      link: { path: '/account/security', label: frame.label },
    };
    await this.mailer.post({ kind: `factor_${news}`, to: { name, address: email }, texts, usefulMs: USEFUL_MS });
  }
}

const FRAME: Readonly<Record<Locale, { readonly warning: string; readonly label: string }>> = {
  en: {
    warning: 'If it was not you, set a new password at once and tell your administrator.',
    label: 'Sign-in and security',
  },
  es: {
    warning: 'Si no fue usted, establezca de inmediato una nueva contraseña y avise a su administrador.',
    label: 'Acceso y seguridad',
  },
};

type Texts = Readonly<Record<FactorNews, { readonly subject: string; readonly what: string }>>;

const EN: Texts = {
  added: {
    subject: 'A second factor was added',
    what: 'A second factor was added to your account: {factor}. Signing in asks for a second factor from now on.',
  },
  removed: {
    subject: 'A second factor was removed',
    what: 'A second factor was removed from your account: {factor}.',
  },
  renewed: {
    subject: 'You have new recovery codes',
    what: 'New recovery codes were made for your account. Those from before do not work any more.',
  },
  recovered: {
    subject: 'A recovery code was used',
    what: 'Somebody signed in to your account with your password and one of your recovery codes.',
  },
  reset: {
    subject: 'Your second factors were taken away',
    what: 'An operator took all second factors off your account, and every browser was signed out.',
  },
  guessed: {
    subject: 'Somebody knows your password',
    what: 'Somebody entered your password and then several wrong codes. They were not let in.',
  },
};

const ES: Texts = {
  added: {
    subject: 'Se añadió un segundo factor',
    what: 'Se añadió un segundo factor a su cuenta: {factor}. A partir de ahora se le pedirá al iniciar sesión.',
  },
  removed: {
    subject: 'Se quitó un segundo factor',
    what: 'Se quitó un segundo factor de su cuenta: {factor}.',
  },
  renewed: {
    subject: 'Tiene nuevos códigos de recuperación',
    what: 'Se crearon nuevos códigos de recuperación para su cuenta. Los anteriores ya no funcionan.',
  },
  recovered: {
    subject: 'Se usó un código de recuperación',
    what: 'Alguien inició sesión en su cuenta con su contraseña y uno de sus códigos de recuperación.',
  },
  reset: {
    subject: 'Se quitaron sus segundos factores',
    what: 'Un operador quitó todos los segundos factores de su cuenta y se cerraron todas las sesiones.',
  },
  guessed: {
    subject: 'Alguien conoce su contraseña',
    what: 'Alguien introdujo su contraseña y después varios códigos erróneos. No se le dejó entrar.',
  },
};

const TEXTS: Readonly<Record<Locale, Texts>> = { en: EN, es: ES };
