import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';

export interface NewAccountForm {
  readonly name: string;
  readonly description: string;
  readonly contact_email: string;
}

export interface NewAccountPageData extends Framed {
  readonly form: NewAccountForm;
  readonly wrong: ReadonlySet<string>;
  readonly keysOnly: boolean;
  readonly once: string;
  readonly base: string;
}

export const NEW_ACCOUNT_PAGE = definePage<NewAccountPageData>()(new URL('./new-account.eta', import.meta.url), {
  en: {
    list: 'Service accounts',
    title: 'Create a service account',
    lead: 'It gets a client id and a secret, which is shown once. Then you set what it may do.',
    keysOnlyLead:
      'It gets a client id. Your company allows keys alone: add a public key to it afterwards, and set what it may do.',
    createPlain: 'Create',
    name: 'Name',
    nameHint: 'What it is for, such as “Nightly export”.',
    nameWrong: 'Give it a name of up to 100 characters.',
    description: 'Description',
    descriptionWrong: 'At most 4,000 characters, without control characters.',
    contact: 'Contact e-mail',
    contactHint: 'Whom to ask about it. The account itself has no mailbox.',
    contactWrong: 'This is no e-mail address.',
    problem: 'Please correct what is marked. Nothing was created.',
    create: 'Create and show the secret',
    cancel: 'Cancel',
  },
  es: {
    list: 'Cuentas de servicio',
    title: 'Crear una cuenta de servicio',
    lead: 'Recibe un identificador de cliente y un secreto, que se muestra una sola vez. Después usted fija qué puede hacer.',
    keysOnlyLead:
      'Recibe un identificador de cliente. Su empresa permite solo claves: añádale después una clave pública y fije qué puede hacer.',
    createPlain: 'Crear',
    name: 'Nombre',
    nameHint: 'Para qué sirve, por ejemplo «Exportación nocturna».',
    nameWrong: 'Dele un nombre de hasta 100 caracteres.',
    description: 'Descripción',
    descriptionWrong: 'Como máximo 4000 caracteres, sin caracteres de control.',
    contact: 'Correo de contacto',
    contactHint: 'A quién preguntar por ella. La cuenta misma no tiene buzón.',
    contactWrong: 'Esto no es una dirección de correo.',
    problem: 'Corrija lo marcado. No se creó nada.',
    create: 'Crear y mostrar el secreto',
    cancel: 'Cancelar',
  },
});
