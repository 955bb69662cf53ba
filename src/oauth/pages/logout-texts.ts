import { type ErrorPageData, type Locale, NOT_UNDERSTOOD, UNEXPECTED } from '../../shared/index.js';
import type { LogoutRefusal } from '../logout/logout-errors.js';
import { AUTHORIZE_ERRORS } from './error-texts.js';

export type LogoutFault = LogoutRefusal | 'unexpected';

type Texts = Pick<ErrorPageData, 'title' | 'happened' | 'remedy'>;
type AllTexts = Readonly<Record<Locale, Texts>>;

const STILL: Readonly<Record<Locale, string>> = { en: 'Sign out here', es: 'Cerrar la sesión aquí' };

const NOTHING_CHANGED: Readonly<Record<Locale, string>> = {
  en: 'You were not signed out: you can do that here yourself.',
  es: 'No se cerró su sesión: puede hacerlo aquí usted mismo.',
};

/** Everybody may still sign out by themselves, whatever an app did wrong. */
const withLink = (texts: AllTexts): Readonly<Record<Locale, Texts & { readonly link: string }>> => ({
  en: { ...texts.en, link: STILL.en },
  es: { ...texts.es, link: STILL.es },
});

const fault = (en: Omit<Texts, 'remedy'>, es: Omit<Texts, 'remedy'>) =>
  withLink({ en: { ...en, remedy: NOTHING_CHANGED.en }, es: { ...es, remedy: NOTHING_CHANGED.es } });

/** What people read when an app asks for a logout in a wrong way. */
export const LOGOUT_ERRORS = {
  bad_hint: fault(
    {
      title: 'This link proves nothing',
      happened:
        'The app says whom it wants to sign out with something that is no ID token of Gatehouse (id_token_hint).',
    },
    {
      title: 'Este enlace no prueba nada',
      happened:
        'La aplicación dice a quién quiere cerrar la sesión con algo que no es un ID token de Gatehouse (id_token_hint).',
    },
  ),
  other_client: fault(
    {
      title: 'This link contradicts itself',
      happened: 'It names one app, and proves itself with what another one got.',
    },
    { title: 'Este enlace se contradice', happened: 'Nombra una aplicación y se prueba con lo que recibió otra.' },
  ),
  redirect_uri_mismatch: fault(
    {
      title: 'This link leads to the wrong place',
      happened: 'The address to go on to is not one that the app registered (post_logout_redirect_uri).',
    },
    {
      title: 'Este enlace lleva al lugar equivocado',
      happened:
        'La dirección a la que continuar no es una de las que la aplicación registró (post_logout_redirect_uri).',
    },
  ),
  unknown_client: withLink(AUTHORIZE_ERRORS.unknown_client),
  repeated_parameter: withLink(AUTHORIZE_ERRORS.repeated_parameter),
  malformed: withLink(NOT_UNDERSTOOD),
  unexpected: withLink(UNEXPECTED),
} satisfies Readonly<Record<LogoutFault, unknown>>;
