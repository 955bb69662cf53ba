import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { Pager } from '../shell/paging.js';

export interface MemberCompaniesPageData extends Framed {
  readonly companies: readonly { readonly name: string; readonly href: string; readonly isSandbox: boolean }[];
  readonly pager: Pager | null;
}

export const MEMBER_COMPANIES_PAGE = definePage<MemberCompaniesPageData>()(
  new URL('./member-companies.eta', import.meta.url),
  {
    en: {
      connected: 'Connected apps',
      title: 'Ask for an app',
      lead: 'Choose the company in which you would like to use an app.',
      production: 'Production',
      sandbox: 'Sandbox',
      none: 'You are a member of no company. An administrator of one has to add you first.',
    },
    es: {
      connected: 'Aplicaciones conectadas',
      title: 'Pedir una aplicación',
      lead: 'Elija la empresa en la que quiere usar una aplicación.',
      production: 'Producción',
      sandbox: 'Pruebas',
      none: 'No es miembro de ninguna empresa. Antes tiene que añadirle un administrador de alguna.',
    },
  },
);
