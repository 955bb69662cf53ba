import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { TemplateChoice } from './provider-choices.js';
import type { AddressMode, ProviderFaults, ProviderForm } from './provider-forms.js';
import { PROVIDER_FORM_TEXTS } from './provider-texts.js';

export interface NewProviderPageData extends Framed {
  readonly form: ProviderForm;
  readonly faults: ProviderFaults;
  /** Whether another provider took the redirect URI that was shown. */
  readonly isOutdated: boolean;
  readonly modes: readonly AddressMode[];
  readonly templates: readonly TemplateChoice[];
  readonly redirectUri: string;
  readonly seen: string;
  readonly once: string;
  readonly base: string;
}

export const NEW_PROVIDER_PAGE = definePage<NewProviderPageData>()(new URL('./new-provider.eta', import.meta.url), {
  en: {
    ...PROVIDER_FORM_TEXTS.en,
    list: 'Single sign-on',
    title: 'Register an identity provider',
    lead: 'Nobody signs in there before a domain of yours is proven, which comes next.',
    redirect: 'First, at the provider: register this redirect URI',
    redirectHint: 'A click selects the whole line. It stays the same until a provider is registered here.',
    create: 'Register',
    secretAgain: 'Type the client secret again: it is not sent back.',
    outdated:
      'Another provider was registered meanwhile, under the redirect URI that you were shown. Register the new one below at the provider, type the client secret again and send the form.',
  },
  es: {
    ...PROVIDER_FORM_TEXTS.es,
    list: 'Inicio de sesión único',
    title: 'Registrar un proveedor de identidad',
    lead: 'Nadie inicia sesión allí antes de que se pruebe un dominio suyo, que es el paso siguiente.',
    redirect: 'Primero, en el proveedor: registre este URI de redirección',
    redirectHint: 'Un clic selecciona toda la línea. No cambia hasta que aquí se registre un proveedor.',
    create: 'Registrar',
    secretAgain: 'Escriba de nuevo el secreto de cliente: no se devuelve.',
    outdated:
      'Entretanto se registró otro proveedor con el URI de redirección que se le mostró. Registre en el proveedor el nuevo, que está abajo, escriba de nuevo el secreto de cliente y envíe el formulario.',
  },
});
