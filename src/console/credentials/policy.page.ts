import type { SecretCounts } from '../../service-accounts/index.js';
import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';

/** As it stands in the form. */
export interface PolicyForm {
  readonly max_secret_age_days: string;
  readonly allow_secrets: string;
  readonly grace_days: string;
}

export interface PolicyPageData extends Framed {
  readonly form: PolicyForm;
  readonly wrong: ReadonlySet<string>;
  readonly secrets: SecretCounts;
  readonly setAt: number | null;
  readonly setBy: string;
  readonly seen: string;
  readonly list: string;
}

export const POLICY_PAGE = definePage<PolicyPageData>()(new URL('./policy.eta', import.meta.url), {
  en: {
    list: 'Service accounts',
    title: 'Credential policy',
    lead: 'What your company demands of the secrets of all its service accounts, old and new.',
    total: 'Secrets that work',
    withoutEnd: 'Without an end',
    endingSoon: 'Ending within 30 days',
    setBy: 'Set by {name}, {day}',
    never: 'Nobody has set a policy yet: secrets may last for ever.',
    problem: 'Please correct what is marked. Nothing was changed.',
    allow: 'How may accounts authenticate?',
    secretsToo: 'With secrets or with keys',
    keysOnly: 'With keys alone',
    keysOnlyText: 'Nothing can be stolen here: Gatehouse holds the public halves alone. All secrets end.',
    allowWrong: 'Choose one of these.',
    age: 'A secret lasts at most (days)',
    ageHint: 'From 1 to 3650; blank for no limit. New secrets end within it, whether or not that is asked for.',
    ageWrong: 'Enter a whole number from 1 to 3650, or nothing.',
    grace: 'Time to change over (days)',
    graceHint:
      'Secrets that the policy does not allow still work for so long. 0 ends them now: whatever uses them stops at once. A wider limit gives no old secret a later end.',
    graceWrong: 'Enter a whole number from 0 to 90.',
    save: 'Put it in force',
    cancel: 'Cancel',
  },
  es: {
    list: 'Cuentas de servicio',
    title: 'Política de credenciales',
    lead: 'Lo que su empresa exige a los secretos de todas sus cuentas de servicio, viejas y nuevas.',
    total: 'Secretos vigentes',
    withoutEnd: 'Sin final',
    endingSoon: 'Terminan en 30 días',
    setBy: 'Fijada por {name}, {day}',
    never: 'Nadie ha fijado aún una política: los secretos pueden durar para siempre.',
    problem: 'Corrija lo marcado. No se cambió nada.',
    allow: '¿Cómo pueden autenticarse las cuentas?',
    secretsToo: 'Con secretos o con claves',
    keysOnly: 'Solo con claves',
    keysOnlyText:
      'Aquí no hay nada que robar: Gatehouse solo guarda las mitades públicas. Terminan todos los secretos.',
    allowWrong: 'Elija una de estas.',
    age: 'Un secreto dura como máximo (días)',
    ageHint: 'De 1 a 3650; vacío para no limitar. Los secretos nuevos terminan dentro del plazo, se pida o no.',
    ageWrong: 'Introduzca un número entero de 1 a 3650, o nada.',
    grace: 'Tiempo para el cambio (días)',
    graceHint:
      'Los secretos que la política no permite aún valen ese tiempo. 0 los termina ya: lo que los use se detiene de inmediato. Un plazo mayor no alarga ningún secreto anterior.',
    graceWrong: 'Introduzca un número entero de 0 a 90.',
    save: 'Poner en vigor',
    cancel: 'Cancelar',
  },
});
