import { definePage, type ErrorPageData, type Locale } from '../../../shared/index.js';
import { PASSKEY_TEXTS } from './passkey-texts.js';

export interface VerifyPageData {
  readonly csrfToken: string;
  /** The sign-in that the form belongs to: another one may have begun in another tab. */
  readonly pending: string;
  readonly email: string;
  readonly hasTotp: boolean;
  readonly hasPasskey: boolean;
  readonly hasRecovery: boolean;
  readonly problem?: 'wrong_code' | 'wrong_recovery' | 'wrong_passkey' | 'throttled';
}

export const VERIFY_PAGE = definePage<VerifyPageData>()(new URL('./verify.eta', import.meta.url), {
  en: {
    title: 'One more step',
    what: 'Your password is right, {email}. Now prove the second factor.',
    code: 'Code from your authenticator app',
    submit: 'Continue',
    recovery: 'Use a recovery code',
    recoveryCode: 'Recovery code',
    recoveryRule: 'One of the ten codes that you kept. Each works once.',
    useRecovery: 'Use this code',
    lost: 'No recovery codes either? Ask your administrator to have your second factors taken away.',
    again: 'Start again',
    wrong_code: 'This code is not right, or was used already. Wait for the next one and try again.',
    wrong_recovery: 'This recovery code is not right, or was used already.',
    throttled: 'There were too many wrong codes. Wait a while, then sign in again.',
    ...PASSKEY_TEXTS.en,
  },
  es: {
    title: 'Un paso más',
    what: 'La contraseña es correcta, {email}. Demuestre ahora el segundo factor.',
    code: 'Código de su aplicación de autenticación',
    submit: 'Continuar',
    recovery: 'Usar un código de recuperación',
    recoveryCode: 'Código de recuperación',
    recoveryRule: 'Uno de los diez códigos que guardó. Cada uno funciona una sola vez.',
    useRecovery: 'Usar este código',
    lost: '¿Tampoco tiene códigos de recuperación? Pida a su administrador que quite sus segundos factores.',
    again: 'Empezar de nuevo',
    wrong_code: 'El código no es correcto o ya se usó. Espere al siguiente e inténtelo de nuevo.',
    wrong_recovery: 'El código de recuperación no es correcto o ya se usó.',
    throttled: 'Hubo demasiados códigos erróneos. Espere un momento e inicie sesión de nuevo.',
    ...PASSKEY_TEXTS.es,
  },
});

/** A sign-in that waits for no second factor, whatever the reason. */
export const SIGN_IN_OVER: Readonly<Record<Locale, Omit<ErrorPageData, 'requestId'>>> = {
  en: {
    title: 'This sign-in is over',
    happened: 'It was completed already, took longer than ten minutes, or another one began in this browser.',
    remedy: 'Sign in again, or go on where you are signed in.',
    link: { href: '/sign-in', label: 'Sign in' },
  },
  es: {
    title: 'Este inicio de sesión terminó',
    happened: 'Ya se completó, tardó más de diez minutos o se empezó otro en este navegador.',
    remedy: 'Inicie sesión de nuevo o continúe donde ya lo hizo.',
    link: { href: '/sign-in', label: 'Iniciar sesión' },
  },
};
