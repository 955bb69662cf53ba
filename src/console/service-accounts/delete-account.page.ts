import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';

export interface DeleteAccountPageData extends Framed {
  readonly name: string;
  readonly base: string;
}

export const DELETE_ACCOUNT_PAGE = definePage<DeleteAccountPageData>()(
  new URL('./delete-account.eta', import.meta.url),
  {
    en: {
      title: 'Delete {name}?',
      effect: 'For good: its secrets and tokens end at once, and whatever uses it stops working.',
      history: 'The audit trail keeps its name. To stop it for a while only, switch it off instead.',
      delete: 'Delete for good',
      cancel: 'Keep it',
    },
    es: {
      title: '¿Eliminar {name}?',
      effect: 'Para siempre: sus secretos y tokens terminan de inmediato, y lo que la use deja de funcionar.',
      history: 'La auditoría conserva su nombre. Para detenerla solo por un tiempo, desactívela.',
      delete: 'Eliminar para siempre',
      cancel: 'Conservarla',
    },
  },
);
