import { definePage } from '../../shared/index.js';
import { PASSKEY_TEXTS } from '../factors/pages/passkey-texts.js';

export interface SignInPageData {
  /** As the person wrote it. */
  readonly email: string;
  readonly returnTo: string;
  readonly csrfToken: string;
  /** Why the page is shown again: one text for every wrong pair. */
  readonly problem?: 'wrong' | 'throttled' | 'wrong_passkey' | 'no_company';
  /** Where people of the address may sign in besides here, or have to. */
  readonly company?: { readonly path: string; readonly name: string; readonly isRequired: boolean };
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
    no_company: 'No company has its own sign-in for this e-mail. Check it, or sign in with your password.',
    withCompany: 'Sign in with your company',
    atCompany: 'Continue to {name}',
    companyOffers: 'People with this e-mail can sign in at {name}.',
    companyRequires: 'People with this e-mail sign in at {name}. Passwords do not work here for them.',
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
    no_company:
      'Ninguna empresa tiene un inicio de sesión propio para este correo. Revíselo o inicie sesión con su contraseña.',
    withCompany: 'Iniciar sesión con su empresa',
    atCompany: 'Continuar a {name}',
    companyOffers: 'Quienes tienen este correo pueden iniciar sesión en {name}.',
    companyRequires: 'Quienes tienen este correo inician sesión en {name}. Aquí no les sirve la contraseña.',
  },
});
