import { definePage } from '../../../shared/index.js';

export type InvitationAnswer = 'accepted' | 'declined';

export interface AnsweredPageData {
  readonly answer: InvitationAnswer;
}

export const ANSWERED_PAGE = definePage<AnsweredPageData>()(new URL('./answered.eta', import.meta.url), {
  en: {
    accepted: 'You are in',
    acceptedText: 'The invitation is accepted. The company’s data is open to you as far as its administrators allow.',
    declined: 'Invitation declined',
    declinedText: 'The company will not see you in its directory. You can close this page.',
    home: 'Go to the start page',
  },
  es: {
    accepted: 'Ya forma parte',
    acceptedText:
      'La invitación está aceptada. Tiene acceso a los datos de la empresa que sus administradores permitan.',
    declined: 'Invitación rechazada',
    declinedText: 'La empresa no le verá en su directorio. Puede cerrar esta página.',
    home: 'Ir a la página de inicio',
  },
});
