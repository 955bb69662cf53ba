import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { Pager } from '../shell/paging.js';

export interface AccountSessionsPageData extends Framed {
  readonly sessions: readonly {
    readonly id: string;
    readonly browser: string | null;
    readonly userAgent: string;
    readonly address: string;
    readonly createdAt: number;
    readonly lastSeenAt: number;
    readonly expiresAt: number;
    readonly isCurrent: boolean;
  }[];
  readonly pager: Pager | null;
}

export const ACCOUNT_SESSIONS_PAGE = definePage<AccountSessionsPageData>()(
  new URL('./account-sessions.eta', import.meta.url),
  {
    en: {
      title: 'Sessions',
      lead: 'The browsers in which you are signed in. If you do not know one of them, end it and change your password.',
      unknown: 'Unknown browser',
      current: 'This browser',
      facts: 'From {address} · signed in {since} · last seen {seen} · until {until} at most',
      end: 'End',
      endOthers: 'End all other sessions',
      effect: 'Connected apps keep working: they are listed on their own page.',
    },
    es: {
      title: 'Sesiones',
      lead: 'Los navegadores en los que tiene una sesión. Si no conoce alguno, termínela y cambie su contraseña.',
      unknown: 'Navegador desconocido',
      current: 'Este navegador',
      facts: 'Desde {address} · iniciada {since} · vista por última vez {seen} · como máximo hasta {until}',
      end: 'Terminar',
      endOthers: 'Terminar todas las demás sesiones',
      effect: 'Las aplicaciones conectadas siguen funcionando: están en su propia página.',
    },
  },
);
