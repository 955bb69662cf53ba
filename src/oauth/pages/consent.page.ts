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
  /** Whether anything of a company is asked for, and not only who the person is. */
  readonly asksForCompanies: boolean;
  readonly companies: readonly (ConnectableCompany & { readonly isChosen: boolean })[];
  /** Whether the code will be shown for copying instead of a redirect. */
  readonly target: string | null;
  /** Whether some company cannot be chosen in this session. */
  readonly needsSecondFactor: boolean;
  readonly isFirstParty: boolean;
  /** What connecting installs in companies that do not have the app; null for nothing. */
  readonly approvedVersion: number | null;
  /** What the app may do there for itself, in plain words. */
  readonly ownPermissions: readonly { readonly text: string; readonly isRisky: boolean }[];
}

export const CONSENT_PAGE = definePage<ConsentPageData>()(new URL('./consent.eta', import.meta.url), {
  en: {
    title: 'Connect {client}?',
    signedIn: 'Signed in as',
    another: 'Use another account',
    wants: '{client} asks to act for you:',
    risky: 'far-reaching',
    never: 'It never sees your password, and it can do only what you may do yourself.',
    companies: 'Connect these companies',
    installable: 'Not installed yet: you install it by connecting',
    own: 'Where you install it, {client} may also act on its own, without you:',
    projects: 'In no project, until you permit some.',
    needs_administrator: 'Not installed yet: your administrators will be asked, and it works once one installs it',
    denied: 'Your company does not allow this app: it will not work there',
    installed: 'Installed',
    needs_second_factor: 'Demands a second factor: you did not sign in with one',
    addFactor: 'Sign in with a second factor',
    none: 'You belong to no company that this app can connect.',
    returns: 'Afterwards you go on to {target}.',
    allow: 'Allow',
    deny: 'Deny',
  },
  es: {
    title: '¿Conectar {client}?',
    signedIn: 'Sesión iniciada como',
    another: 'Usar otra cuenta',
    wants: '{client} solicita actuar en su nombre:',
    risky: 'de gran alcance',
    never: 'Nunca ve su contraseña y solo puede hacer lo que usted mismo puede hacer.',
    companies: 'Conectar estas empresas',
    installable: 'Aún no está instalada: al conectar, usted la instala',
    own: 'Donde usted la instale, {client} también podrá actuar por sí misma, sin usted:',
    projects: 'En ningún proyecto, hasta que usted permita alguno.',
    needs_administrator: 'Aún no está instalada: se pedirá a sus administradores, y funcionará cuando uno la instale',
    denied: 'Su empresa no permite esta aplicación: no funcionará allí',
    installed: 'Instalada',
    needs_second_factor: 'Exige un segundo factor: usted no inició sesión con uno',
    addFactor: 'Iniciar sesión con un segundo factor',
    none: 'No pertenece a ninguna empresa que esta aplicación pueda conectar.',
    returns: 'Después continuará en {target}.',
    allow: 'Permitir',
    deny: 'Rechazar',
  },
});
