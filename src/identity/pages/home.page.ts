import { definePage } from '../../shared/index.js';

export interface HomePageData {
  readonly signedIn?: { readonly name: string; readonly email: string; readonly csrfToken: string };
}

export const HOME_PAGE = definePage<HomePageData>()(new URL('./home.eta', import.meta.url), {
  en: {
    title: 'Welcome',
    what: 'Gatehouse lets apps reach the data of your construction projects: only the apps your company connected, only in the projects it permits, only with the permissions it gave.',
    signedIn: 'You are signed in as {name} ({email}).',
    signIn: 'Sign in',
    security: 'Sign-in and security',
    signOut: 'Sign out',
    docs: 'API documentation',
    console: 'App management',
  },
  es: {
    title: 'Bienvenido',
    what: 'Gatehouse permite que las aplicaciones accedan a los datos de sus obras: solo las aplicaciones que su empresa conectó, solo en los proyectos que permite y solo con los permisos que otorgó.',
    signedIn: 'Ha iniciado sesión como {name} ({email}).',
    signIn: 'Iniciar sesión',
    security: 'Acceso y seguridad',
    signOut: 'Cerrar sesión',
    docs: 'Documentación de la API',
    console: 'Gestión de aplicaciones',
  },
});
