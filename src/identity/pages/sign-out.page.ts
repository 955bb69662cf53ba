import { definePage } from '../../shared/index.js';

export interface SignOutPageData {
  /** Undefined when nobody is signed in to this browser. */
  readonly signedIn?: { readonly name: string; readonly csrfToken: string };
}

export const SIGN_OUT_PAGE = definePage<SignOutPageData>()(new URL('./sign-out.eta', import.meta.url), {
  en: {
    title: 'Sign out',
    question: 'You are signed in as {name}. Sign out of this browser?',
    effect: 'Connected apps stay connected.',
    submit: 'Sign out',
    stay: 'Stay signed in',
    nobody: 'Nobody is signed in to this browser.',
    signIn: 'Sign in',
  },
  es: {
    title: 'Cerrar sesión',
    question: 'Ha iniciado sesión como {name}. ¿Desea cerrar la sesión en este navegador?',
    effect: 'Las aplicaciones conectadas siguen conectadas.',
    submit: 'Cerrar sesión',
    stay: 'Seguir con la sesión',
    nobody: 'Nadie ha iniciado sesión en este navegador.',
    signIn: 'Iniciar sesión',
  },
});
