import { type ErrorPageData, type Locale, NOT_UNDERSTOOD, UNEXPECTED } from '../../shared/index.js';
import type { UnprovenFault } from '../authorize/authorize-errors.js';

type Texts = Pick<ErrorPageData, 'title' | 'happened' | 'remedy'>;
type Fault =
  UnprovenFault | 'not_registered' | 'expired' | 'forged' | 'foreign_company' | 'too_many' | 'malformed' | 'unexpected';

/** What people read when an authorization cannot go on. */
export const AUTHORIZE_ERRORS: Readonly<Record<Fault, Readonly<Record<Locale, Texts>>>> = {
  unknown_client: {
    en: {
      title: 'This app is not known here',
      happened: 'The link names an app that does not exist or was switched off.',
      remedy: 'Go back to the app and try again. If you develop it: check client_id.',
    },
    es: {
      title: 'Esta aplicación no es conocida',
      happened: 'El enlace nombra una aplicación que no existe o fue desactivada.',
      remedy: 'Vuelva a la aplicación e inténtelo de nuevo. Si usted la desarrolla: revise client_id.',
    },
  },
  redirect_uri_mismatch: {
    en: {
      title: 'This link leads to the wrong place',
      happened: 'The address to return to is not one that the app registered.',
      remedy:
        'Tell the developer of the app: redirect_uri must equal a registered one to the character, with scheme, host, port, path and trailing slash.',
    },
    es: {
      title: 'Este enlace lleva al lugar equivocado',
      happened: 'La dirección de retorno no es una de las que la aplicación registró.',
      remedy:
        'Avise al desarrollador de la aplicación: redirect_uri debe ser idéntica a una registrada, con esquema, servidor, puerto, ruta y barra final.',
    },
  },
  not_registered: {
    en: {
      title: 'This app no longer connects this way',
      happened: 'Its developer changed how it connects while your request was open.',
      remedy: 'Go back to the app and connect again.',
    },
    es: {
      title: 'Esta aplicación ya no se conecta así',
      happened: 'Su desarrollador cambió la forma de conectarla mientras su solicitud estaba abierta.',
      remedy: 'Vuelva a la aplicación y conéctela de nuevo.',
    },
  },
  repeated_parameter: {
    en: {
      title: 'This link is damaged',
      happened: 'The link says the same thing twice.',
      remedy: 'Go back to the app and try again.',
    },
    es: {
      title: 'Este enlace está dañado',
      happened: 'El enlace dice lo mismo dos veces.',
      remedy: 'Vuelva a la aplicación e inténtelo de nuevo.',
    },
  },
  expired: {
    en: {
      title: 'This request is no longer open',
      happened: 'It was answered already, is older than ten minutes, or was begun in another browser.',
      remedy: 'Go back to the app and connect again.',
    },
    es: {
      title: 'Esta solicitud ya no está abierta',
      happened: 'Ya fue respondida, tiene más de diez minutos o se inició en otro navegador.',
      remedy: 'Vuelva a la aplicación y conéctela de nuevo.',
    },
  },
  forged: {
    en: {
      title: 'This form cannot be accepted',
      happened: 'The form was not sent from our page, or you signed in or out in the meantime.',
      remedy: 'Go back to the app and connect again.',
    },
    es: {
      title: 'No se puede aceptar este formulario',
      happened: 'El formulario no se envió desde nuestra página, o usted inició o cerró sesión entretanto.',
      remedy: 'Vuelva a la aplicación y conéctela de nuevo.',
    },
  },
  foreign_company: {
    en: {
      title: 'This choice is not possible',
      happened: 'A chosen company is not one that you can connect.',
      remedy: 'Go back and choose again.',
    },
    es: {
      title: 'Esta elección no es posible',
      happened: 'Una de las empresas elegidas no se puede conectar.',
      remedy: 'Vuelva atrás y elija de nuevo.',
    },
  },
  too_many: {
    en: {
      title: 'Too many requests at once',
      happened: 'Very many connections were begun from your network in the last minutes.',
      remedy: 'Wait ten minutes, then go back to the app and connect again.',
    },
    es: {
      title: 'Demasiadas solicitudes a la vez',
      happened: 'Desde su red se iniciaron muchísimas conexiones en los últimos minutos.',
      remedy: 'Espere diez minutos, vuelva a la aplicación y conéctela de nuevo.',
    },
  },
  malformed: NOT_UNDERSTOOD,
  unexpected: UNEXPECTED,
};

export type AuthorizeFault = Fault;
