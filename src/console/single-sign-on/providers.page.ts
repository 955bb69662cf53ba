import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { ProviderView } from './provider-views.js';

export interface ProvidersPageData extends Framed {
  readonly providers: readonly ProviderView[];
  readonly base: string;
}

export const PROVIDERS_PAGE = definePage<ProvidersPageData>()(new URL('./providers.eta', import.meta.url), {
  en: {
    title: 'Single sign-on',
    lead: 'Where the people of your e-mail domains sign in with the account that your company gives them.',
    create: 'Register a provider',
    none: 'With single sign-on, people of your company sign in here at its own identity provider instead of with one more password. You need a client ID and a client secret from the provider, its issuer address, and access to the DNS or the postmaster’s mailbox of your e-mail domain.',
    active: 'Active',
    paused: 'Paused',
    enforced: 'Enforced',
    missing: 'Record missing',
    noDomains: 'No domains yet: nobody can sign in there.',
    proven: 'proven',
    unproven: 'not proven',
    losing: 'record missing, the proof ends soon',
  },
  es: {
    title: 'Inicio de sesión único',
    lead: 'Dónde inician sesión las personas de sus dominios de correo con la cuenta que les da su empresa.',
    create: 'Registrar un proveedor',
    none: 'Con el inicio de sesión único, las personas de su empresa entran aquí por el proveedor de identidad de la empresa en vez de con una contraseña más. Del proveedor necesita un ID y un secreto de cliente y la dirección de su emisor; además, acceso al DNS o al buzón del administrador de su dominio de correo.',
    active: 'Activo',
    paused: 'En pausa',
    enforced: 'Obligatorio',
    missing: 'Falta un registro',
    noDomains: 'Aún sin dominios: nadie puede iniciar sesión allí.',
    proven: 'probado',
    unproven: 'no probado',
    losing: 'falta el registro, la prueba termina pronto',
  },
});
