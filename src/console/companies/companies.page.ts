import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';

export interface CompaniesPageData extends Framed {
  readonly companies: readonly { readonly name: string; readonly href: string; readonly isSandbox: boolean }[];
}

export const COMPANIES_PAGE = definePage<CompaniesPageData>()(new URL('./companies.eta', import.meta.url), {
  en: {
    title: 'App management',
    lead: 'Choose the company whose apps and service accounts you want to look after.',
    production: 'Production',
    sandbox: 'Sandbox',
    noneTitle: 'You manage the apps of no company',
    none: 'App management is for company administrators, and for people with a level on the tool App Management.',
    noneRemedy:
      'If it should be yours to do, ask an administrator of your company. What apps do in your own name is under your control:',
    connected: 'See your connected apps',
    ask: 'Ask for an app',
  },
  es: {
    title: 'Gestión de aplicaciones',
    lead: 'Elija la empresa cuyas aplicaciones y cuentas de servicio quiere atender.',
    production: 'Producción',
    sandbox: 'Pruebas',
    noneTitle: 'No gestiona las aplicaciones de ninguna empresa',
    none: 'La gestión de aplicaciones es para administradores de la empresa y para quienes tienen un nivel en la herramienta Gestión de aplicaciones.',
    noneRemedy:
      'Si le corresponde a usted, pida ayuda a un administrador de su empresa. Lo que las aplicaciones hacen en su nombre está bajo su control:',
    connected: 'Ver sus aplicaciones conectadas',
    ask: 'Pedir una aplicación',
  },
});
