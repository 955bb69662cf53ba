import { definePage } from '../../shared/index.js';

export interface LeavingPageData {
  readonly name: string;
  /** Of the provider. */
  readonly host: string;
  readonly startPath: string;
  /** Whether the browser goes on by itself. */
  readonly leadsOn: boolean;
}

/** Between our sign-in page and the provider: a form must not lead there by itself (CSP `form-action`). */
export const LEAVING_PAGE = definePage<LeavingPageData>()(new URL('./leaving.eta', import.meta.url), {
  en: {
    title: 'Sign in at {name}',
    what: 'You continue at {host}, where {name} asks you to sign in. Then you come back here.',
    go: 'Continue to {name}',
    back: 'Back',
  },
  es: {
    title: 'Iniciar sesión en {name}',
    what: 'Continúa en {host}, donde {name} le pide que inicie sesión. Después vuelve aquí.',
    go: 'Continuar a {name}',
    back: 'Volver',
  },
});
