import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { NamedApp } from './app-choices.js';
import type { PolicyEnd } from './policy-ends.js';

export interface KeepOutPageData extends Framed {
  readonly app: NamedApp;
  readonly reason: string;
  readonly end: PolicyEnd;
  readonly seen: string;
  readonly settings: string;
}

export const KEEP_OUT_PAGE = definePage<KeepOutPageData>()(new URL('./keep-out.eta', import.meta.url), {
  en: {
    back: 'Settings and policies',
    title: 'Keep out {app}?',
    nothingYet: 'Nothing was changed so far.',
    installed: 'It is installed here and is uninstalled at once, by itself and for everybody who uses it.',
    members: 'Members who installed it for themselves, and lose it at once: {count}',
    people: 'People whose connection stops working: {count}',
    requests: 'Open requests for it are denied, and nobody can install, connect or ask for it.',
    undo: 'Taking the decision back does not bring it back: it stays uninstalled until somebody installs it again.',
    reason: 'Reason',
    keepOut: 'Keep it out and uninstall it',
    cancel: 'Cancel',
  },
  es: {
    back: 'Configuración y políticas',
    title: '¿Excluir {app}?',
    nothingYet: 'Aún no se cambió nada.',
    installed: 'Está instalada aquí y se desinstala de inmediato, por sí misma y para todos los que la usan.',
    members: 'Miembros que la instalaron para sí mismos y la pierden de inmediato: {count}',
    people: 'Personas cuya conexión deja de funcionar: {count}',
    requests: 'Las solicitudes abiertas se rechazan, y nadie puede instalarla, conectarla ni pedirla.',
    undo: 'Retirar la decisión no la devuelve: sigue desinstalada hasta que alguien la instale de nuevo.',
    reason: 'Motivo',
    keepOut: 'Excluirla y desinstalarla',
    cancel: 'Cancelar',
  },
});
