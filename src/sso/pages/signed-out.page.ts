import { definePage } from '../../shared/index.js';

export interface SignedOutPageData {
  readonly name: string;
  readonly endSessionUrl: string;
}

export const SIGNED_OUT_PAGE = definePage<SignedOutPageData>()(new URL('./signed-out.eta', import.meta.url), {
  en: {
    title: 'You are signed out',
    what: 'You are signed out here. At {name} you may still be signed in: whoever uses this browser next could come back in without a password.',
    there: 'Sign out of {name}, too',
    signIn: 'Sign in again',
  },
  es: {
    title: 'Ha cerrado la sesión',
    what: 'Ha cerrado la sesión aquí. En {name} puede seguir abierta: quien use después este navegador podría volver a entrar sin contraseña.',
    there: 'Cerrar también la sesión de {name}',
    signIn: 'Iniciar sesión de nuevo',
  },
});
