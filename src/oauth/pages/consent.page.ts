import { definePage } from '../../shared/index.js';
import type { ConnectableCompany } from '../authorize/consent-effects.js';

export interface ConsentPageData {
  readonly requestId: string;
  readonly csrfToken: string;
  readonly clientName: string;
  readonly userName: string;
  readonly userEmail: string;
  /** What the app may do, in plain words. */
  readonly permissions: readonly { readonly text: string; readonly isRisky: boolean }[];
  readonly companies: readonly (ConnectableCompany & { readonly isChosen: boolean })[];
  /** Whether the code will be shown for copying instead of a redirect. */
  readonly target: string | null;
  readonly isFirstParty: boolean;
}

export const CONSENT_PAGE = definePage<ConsentPageData>()(new URL('./consent.eta', import.meta.url), {
  en: {
    title: 'Connect {client}?',
    signedIn: 'You are signed in as {name} ({email}).',
    another: 'Use another account',
    wants: '{client} asks to act for you:',
    risky: 'far-reaching',
    never: 'It never sees your password, and it can do only what you may do yourself.',
    companies: 'Connect these companies',
    installable: 'the app is not installed here; you install it by connecting',
    needs_administrator: 'the app is not installed here; it will work once an administrator installs it',
    installed: 'installed',
    none: 'You belong to no company that this app can connect.',
    returns: 'Afterwards you go on to {target}.',
    allow: 'Allow',
    deny: 'Deny',
  },
  es: {
    title: '¿Conectar {client}?',
    signedIn: 'Ha iniciado sesión como {name} ({email}).',
    another: 'Usar otra cuenta',
    wants: '{client} solicita actuar en su nombre:',
    risky: 'de gran alcance',
    never: 'Nunca ve su contraseña y solo puede hacer lo que usted mismo puede hacer.',
    companies: 'Conectar estas empresas',
    installable: 'la aplicación no está instalada aquí; al conectar, usted la instala',
    needs_administrator: 'la aplicación no está instalada aquí; funcionará cuando un administrador la instale',
    installed: 'instalada',
    none: 'No pertenece a ninguna empresa que esta aplicación pueda conectar.',
    returns: 'Después continuará en {target}.',
    allow: 'Permitir',
    deny: 'Rechazar',
  },
});
