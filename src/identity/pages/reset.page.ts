import { definePage } from '../../shared/index.js';

export interface ResetPageData {
  readonly csrfToken: string;
  readonly problem?: 'throttled';
}

export const RESET_PAGE = definePage<ResetPageData>()(new URL('./reset.eta', import.meta.url), {
  en: {
    title: 'Forgotten your password?',
    what: 'Tell us the e-mail address of your account. We send it a link with which you set a new password.',
    email: 'E-mail',
    submit: 'Send the link',
    back: 'Back to sign-in',
    throttled: 'There were too many requests. Wait a while, then try again.',
  },
  es: {
    title: '¿Olvidó su contraseña?',
    what: 'Indique el correo electrónico de su cuenta. Le enviaremos un enlace para establecer una nueva contraseña.',
    email: 'Correo electrónico',
    submit: 'Enviar el enlace',
    back: 'Volver al inicio de sesión',
    throttled: 'Hubo demasiadas solicitudes. Espere un momento e inténtelo de nuevo.',
  },
});

export const RESET_SENT_PAGE = definePage()(new URL('./reset-sent.eta', import.meta.url), {
  en: {
    title: 'Look at your mail',
    what: 'If there is an account with this address, a link is on its way to it. It works once and for 30 minutes.',
    nothing: 'No mail? Look into the spam folder, check the address, and ask again in a while.',
    back: 'Back to sign-in',
  },
  es: {
    title: 'Revise su correo',
    what: 'Si existe una cuenta con esta dirección, le llegará un enlace. Funciona una sola vez y durante 30 minutos.',
    nothing: '¿No llega? Mire en la carpeta de correo no deseado, revise la dirección e inténtelo más tarde.',
    back: 'Volver al inicio de sesión',
  },
});
