import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { TemplateChoice } from './provider-choices.js';
import type { AddressMode, ProviderFaults, ProviderForm } from './provider-forms.js';
import { PROVIDER_FORM_TEXTS } from './provider-texts.js';

export interface ChangeProviderPageData extends Framed {
  readonly name: string;
  readonly form: ProviderForm;
  readonly faults: ProviderFaults;
  readonly modes: readonly AddressMode[];
  /** Where it is at present. */
  readonly present: string;
  readonly templates: readonly TemplateChoice[];
  readonly seen: string;
  readonly base: string;
}

export const CHANGE_PROVIDER_PAGE = definePage<ChangeProviderPageData>()(
  new URL('./change-provider.eta', import.meta.url),
  {
    en: {
      ...PROVIDER_FORM_TEXTS.en,
      title: 'Change {name}',
      lead: 'With another address or client ID everybody who signed in there is signed out, and accounts are linked anew: the same person may have another number there.',
      secretHint: 'Blank keeps the present one. Another token endpoint needs it anew. It is never shown.',
      save: 'Save',
    },
    es: {
      ...PROVIDER_FORM_TEXTS.es,
      title: 'Cambiar {name}',
      lead: 'Con otra dirección u otro ID de cliente se cierra la sesión de quienes entraron por allí y las cuentas se vinculan de nuevo: la misma persona puede tener allí otro número.',
      secretHint: 'Vacío conserva el actual. Con otro extremo de token hay que escribirlo de nuevo. Nunca se muestra.',
      save: 'Guardar',
    },
  },
);
