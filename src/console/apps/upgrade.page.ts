import type { Upgrade } from '../../app-management/index.js';
import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';

export interface UpgradePageData extends Framed, Upgrade {
  readonly base: string;
}

export const UPGRADE_PAGE = definePage<UpgradePageData>()(new URL('./upgrade.eta', import.meta.url), {
  en: {
    title: 'Upgrade {app} to {version}?',
    lead: 'It runs {from} now. Until you approve, nothing changes; permitted projects stay as they are.',
    notes: 'What is new',
    changes: 'What it could do afterwards',
    tool: 'Tool',
    now: 'Now',
    then: 'Afterwards',
    change: 'Change',
    increase: 'More than now',
    decrease: 'Less than now',
    same: 'No change',
    noChanges: 'It asks for no permissions of its own.',
    widens: 'When it acts for people, it may do more for them than now.',
    ownAccount: 'It would begin to act by itself, with an account of its own.',
    approve: 'Approve and upgrade',
    cancel: 'Not now',
    back: 'You can take an upgrade back once.',
  },
  es: {
    title: '¿Actualizar {app} a {version}?',
    lead: 'Ahora funciona la {from}. Hasta que usted apruebe, nada cambia; los proyectos permitidos quedan como están.',
    notes: 'Novedades',
    changes: 'Lo que podría hacer después',
    tool: 'Herramienta',
    now: 'Ahora',
    then: 'Después',
    change: 'Cambio',
    increase: 'Más que ahora',
    decrease: 'Menos que ahora',
    same: 'Sin cambio',
    noChanges: 'No pide permisos propios.',
    widens: 'Cuando actúa en nombre de personas, podrá hacer más que ahora.',
    ownAccount: 'Empezaría a actuar por sí misma, con una cuenta propia.',
    approve: 'Aprobar y actualizar',
    cancel: 'Ahora no',
    back: 'Una actualización se puede deshacer una vez.',
  },
});
