import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { ProviderView } from './provider-views.js';

export interface DeleteProviderPageData extends Framed, ProviderView {
  readonly base: string;
}

export const DELETE_PROVIDER_PAGE = definePage<DeleteProviderPageData>()(
  new URL('./delete-provider.eta', import.meta.url),
  {
    en: {
      title: 'Delete {name}?',
      ends: 'Nobody signs in there any more, and whoever did is signed out at once. It cannot be taken back.',
      domains: 'Its domains go with it and have to be proven anew: {domains}',
      lifts: 'Nothing is enforced any more: passwords of these domains count again.',
      keeps:
        'Accounts and members stay. Who has no password sets one by “Forgotten your password?” on the sign-in page.',
      delete: 'Delete for good',
      cancel: 'Cancel',
    },
    es: {
      title: '¿Eliminar {name}?',
      ends: 'Ya nadie inicia sesión allí y se cierra de inmediato la sesión de quienes lo hicieron. No se puede deshacer.',
      domains: 'Sus dominios se van con él y habrá que probarlos de nuevo: {domains}',
      lifts: 'Ya nada es obligatorio: las contraseñas de estos dominios vuelven a contar.',
      keeps:
        'Las cuentas y los miembros se quedan. Quien no tenga contraseña la establece con «¿Olvidó su contraseña?» en la página de inicio de sesión.',
      delete: 'Eliminar para siempre',
      cancel: 'Cancelar',
    },
  },
);
