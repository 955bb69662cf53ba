import { definePage } from '../../shared/index.js';
import type { PolicyInForce } from '../credentials/account-credentials.js';
import type { Framed } from '../shell/exchange.js';
import type { Pager } from '../shell/paging.js';
import type { AccountLine } from './account-views.js';

export interface AccountsPageData extends Framed {
  readonly accounts: readonly AccountLine[];
  readonly pager: Pager | null;
  readonly policy: PolicyInForce;
  readonly base: string;
}

export const ACCOUNTS_PAGE = definePage<AccountsPageData>()(new URL('./accounts.eta', import.meta.url), {
  en: {
    title: 'Service accounts',
    lead: 'Accounts for your own integrations. They cannot sign in, and may do nothing until you say what.',
    create: 'Create a service account',
    policy: 'Credential policy',
    policy_none: 'No credential policy is in force: secrets may last for ever.',
    policy_loose: 'The credential policy in force sets no limit: secrets may last for ever.',
    policy_days: 'A credential policy is in force: a secret lasts {days} days at most.',
    policy_keys: 'A credential policy is in force: accounts authenticate with keys alone.',
    active: 'Active',
    inactive: 'Switched off',
    noSecret: 'No working secret',
    ends: 'Last secret ends {day}',
    lastUsed: 'Last used',
    none: 'There are no service accounts yet.',
  },
  es: {
    title: 'Cuentas de servicio',
    lead: 'Cuentas para sus propias integraciones. No pueden iniciar sesión, y no pueden nada hasta que usted lo diga.',
    create: 'Crear una cuenta de servicio',
    policy: 'Política de credenciales',
    policy_none: 'No rige ninguna política de credenciales: los secretos pueden durar para siempre.',
    policy_loose: 'La política de credenciales vigente no pone límites: los secretos pueden durar para siempre.',
    policy_days: 'Rige una política de credenciales: un secreto dura como máximo {days} días.',
    policy_keys: 'Rige una política de credenciales: las cuentas se autentican solo con claves.',
    active: 'Activa',
    inactive: 'Desactivada',
    noSecret: 'Sin secreto vigente',
    ends: 'El último secreto termina el {day}',
    lastUsed: 'Último uso',
    none: 'Aún no hay cuentas de servicio.',
  },
});
