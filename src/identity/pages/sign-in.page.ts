import { definePage } from '../../shared/index.js';
import { PASSKEY_TEXTS } from '../factors/pages/passkey-texts.js';

export interface SignInPageData {
  /** As the person wrote it. */
  readonly email: string;
  readonly returnTo: string;
  readonly csrfToken: string;
  /** Why the page is shown again: one text for every wrong pair. */
  readonly problem?: 'wrong' | 'throttled' | 'wrong_passkey';
  /** Somebody is signed in to this browser already. */
  readonly signedInAs?: string;
  /** They are to prove again that it is them, before something dangerous. */
  readonly mustProve?: boolean;
}

export const SIGN_IN_PAGE = definePage<SignInPageData>()(new URL('./sign-in.eta', import.meta.url), {
  en: {
    title: 'Sign in',
    email: 'E-mail',
    password: 'Password',
    submit: 'Sign in',
    wrong: 'E-mail and password do not match. Check both and try again.',
    throttled: 'There were too many failed attempts. Wait a while, then try again.',
    signedIn: 'You are signed in as {name}.',
    continue: 'Continue',
    another: 'Or sign in again:',
    prove: 'Before you go on, {name}, prove once more that it is you.',
    forgotten: 'Forgotten your password?',
    ...PASSKEY_TEXTS.en,
  },
  es: {
    title: 'Iniciar sesión',
    email: 'Correo electrónico',
    password: 'Contraseña',
    submit: 'Iniciar sesión',
    wrong: 'El correo electrónico y la contraseña no coinciden. Revíselos e inténtelo de nuevo.',
    throttled: 'Hubo demasiados intentos fallidos. Espere un momento e inténtelo de nuevo.',
    signedIn: 'Ha iniciado sesión como {name}.',
    continue: 'Continuar',
    another: 'O inicie sesión de nuevo:',
    prove: 'Antes de continuar, {name}, demuestre de nuevo que es usted.',
    forgotten: '¿Olvidó su contraseña?',
    ...PASSKEY_TEXTS.es,
  },
});
