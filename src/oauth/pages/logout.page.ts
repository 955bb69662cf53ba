import { definePage } from '../../shared/index.js';

/** An app asks to sign the person out: whether they want that. */
export interface LogoutPageData {
  readonly csrfToken: string;
  readonly userName: string;
  readonly clientId: string | null;
  readonly clientName: string | null;
  /** The app spoke of a person who is not the one that is signed in. */
  readonly isAboutAnother: boolean;
  readonly target: { readonly uri: string; readonly state: string | null } | null;
}

export const LOGOUT_PAGE = definePage<LogoutPageData>()(new URL('./logout.eta', import.meta.url), {
  en: {
    title: 'Sign out',
    asks: '{client} asks to sign you out.',
    another: '{client} asks to sign somebody out who is not signed in to this browser.',
    question: 'You are signed in to Gatehouse as {name}. Sign out of this browser?',
    effect: 'Apps that signed you in are told, and connected apps stay connected.',
    submit: 'Sign out',
    stay: 'Stay signed in',
  },
  es: {
    title: 'Cerrar sesión',
    asks: '{client} pide cerrar su sesión.',
    another: '{client} pide cerrar la sesión de alguien que no la tiene iniciada en este navegador.',
    question: 'Ha iniciado sesión en Gatehouse como {name}. ¿Desea cerrar la sesión en este navegador?',
    effect: 'Se avisa a las aplicaciones en las que entró así, y las aplicaciones conectadas siguen conectadas.',
    submit: 'Cerrar sesión',
    stay: 'Seguir con la sesión',
  },
});

/** Nobody is signed in to this browser. */
export interface SignedOutPageData {
  /** The app to go back to, by a click. */
  readonly back: { readonly href: string; readonly name: string } | null;
}

export const SIGNED_OUT_PAGE = definePage<SignedOutPageData>()(new URL('./signed-out.eta', import.meta.url), {
  en: {
    title: 'You are signed out',
    done: 'Nobody is signed in to Gatehouse in this browser.',
    back: 'Go back to {client}',
    signIn: 'Sign in',
  },
  es: {
    title: 'Su sesión está cerrada',
    done: 'Nadie ha iniciado sesión en Gatehouse en este navegador.',
    back: 'Volver a {client}',
    signIn: 'Iniciar sesión',
  },
});
