import type { Locale } from '../../shared/index.js';
import type { RefusalReason } from '../sign-in/refusal.js';

interface Texts {
  readonly title: string;
  readonly happened: string;
  readonly remedy: string;
}

/** The way on from every refusal. */
export const AGAIN: Readonly<Record<Locale, string>> = {
  en: 'Back to the sign-in page',
  es: 'Volver a iniciar sesión',
};

export const STATUS_OF: Readonly<Record<RefusalReason, number>> = {
  unavailable: 404,
  gone: 410,
  denied: 403,
  not_new: 403,
  never_new: 403,
  provider_failed: 400,
  email_missing: 403,
  email_unverified: 403,
  other_domain: 403,
  another_person: 403,
  no_account: 403,
  blocked: 403,
  throttled: 429,
};

const EN: Readonly<Record<RefusalReason, Texts>> = {
  unavailable: {
    title: 'This sign-in is not available',
    happened: 'There is no such sign-in, it was switched off, or it was changed while you were away.',
    remedy: 'Begin again at the sign-in page. If that does not help, ask the administrators of your company.',
  },
  gone: {
    title: 'This sign-in is over',
    happened: 'It was used already, took longer than ten minutes, or began in another browser. Nothing was changed.',
    remedy: 'If you are signed in already, you can go on. Otherwise begin again; cookies must be allowed.',
  },
  denied: {
    title: 'Your company did not sign you in',
    happened: 'You cancelled, or your company’s sign-in refused. Nothing was changed.',
    remedy: 'Try again, or ask the administrators of your company.',
  },
  not_new: {
    title: 'Your company did not ask you again',
    happened:
      'You were to prove anew that it is you. Your company’s sign-in answered from an earlier sign-in, or does not tell when you signed in. Nothing was changed.',
    remedy:
      'Sign out there, then try again. If that does not help, ask your administrators: it has to heed “max_age” and tell “auth_time” in its ID tokens.',
  },
  never_new: {
    title: 'Your company’s sign-in cannot prove this',
    happened:
      'You are to prove anew that it is you. Your company’s sign-in gives no ID tokens, so it cannot tell when you signed in. Nothing was changed.',
    remedy:
      'Sign in with a password or a passkey, if your company lets you. Otherwise ask your administrators to connect it by OpenID Connect, with an issuer.',
  },
  provider_failed: {
    title: 'Your company’s sign-in does not work',
    happened: 'It gave an answer that proves nothing, or none at all. Nothing was changed.',
    remedy: 'Try again later. If it happens again, tell your administrators the request number below.',
  },
  email_missing: {
    title: 'Your e-mail is missing',
    happened: 'Your company’s sign-in does not tell your e-mail. Nothing was changed.',
    remedy: 'Ask your administrators to let it tell your e-mail, with the scope “email”.',
  },
  email_unverified: {
    title: 'Your e-mail is not verified',
    happened: 'Your company’s sign-in does not say that it verified your e-mail. Nothing was changed.',
    remedy: 'Verify your e-mail there, or ask your administrators.',
  },
  other_domain: {
    title: 'Your company does not speak for this e-mail',
    happened: 'The e-mail of this account has a domain that your company has not proven. Nothing was changed.',
    remedy: 'Sign in with the password of the account, or ask your administrators to prove the domain.',
  },
  another_person: {
    title: 'This account is somebody else’s',
    happened: 'Your company’s sign-in knew this e-mail as another person before. Nothing was changed.',
    remedy: 'Ask your administrators: they can unlink the former person, if that is you.',
  },
  no_account: {
    title: 'You have no account here',
    happened: 'Your company signed you in, but does not add new people by itself. Nothing was changed.',
    remedy: 'Ask the administrators of your company to invite you.',
  },
  blocked: {
    title: 'This account is blocked',
    happened: 'Your company signed you in, but the account was blocked here. Nothing was changed.',
    remedy: 'Ask the operators of this server.',
  },
  throttled: {
    title: 'Too many sign-ins',
    happened: 'From your network too many sign-ins were begun.',
    remedy: 'Wait a while, then try again.',
  },
};

const ES: Readonly<Record<RefusalReason, Texts>> = {
  unavailable: {
    title: 'Este inicio de sesión no está disponible',
    happened: 'No existe, se desactivó o cambió mientras usted estaba fuera.',
    remedy:
      'Empiece de nuevo en la página de inicio de sesión. Si no ayuda, pregunte a los administradores de su empresa.',
  },
  gone: {
    title: 'Este inicio de sesión ya terminó',
    happened: 'Ya se usó, tardó más de diez minutos o empezó en otro navegador. No se cambió nada.',
    remedy: 'Si ya ha iniciado sesión, puede continuar. Si no, empiece de nuevo; se necesitan cookies.',
  },
  denied: {
    title: 'Su empresa no inició su sesión',
    happened: 'Usted canceló o el inicio de sesión de su empresa lo rechazó. No se cambió nada.',
    remedy: 'Inténtelo de nuevo o pregunte a los administradores de su empresa.',
  },
  not_new: {
    title: 'Su empresa no le volvió a preguntar',
    happened:
      'Debía demostrar de nuevo que es usted. El inicio de sesión de su empresa respondió con uno anterior, o no dice cuándo inició la sesión. No se cambió nada.',
    remedy:
      'Cierre la sesión allí e inténtelo de nuevo. Si no ayuda, pregunte a sus administradores: debe respetar «max_age» e indicar «auth_time» en sus ID tokens.',
  },
  never_new: {
    title: 'El inicio de sesión de su empresa no puede demostrarlo',
    happened:
      'Debe demostrar de nuevo que es usted. El inicio de sesión de su empresa no da ID tokens, así que no puede decir cuándo inició la sesión. No se cambió nada.',
    remedy:
      'Inicie sesión con contraseña o llave de acceso, si su empresa lo permite. Si no, pida a sus administradores que lo conecten mediante OpenID Connect, con un emisor.',
  },
  provider_failed: {
    title: 'El inicio de sesión de su empresa no funciona',
    happened: 'Dio una respuesta que no prueba nada, o ninguna. No se cambió nada.',
    remedy: 'Inténtelo más tarde. Si se repite, indique a sus administradores el número de solicitud.',
  },
  email_missing: {
    title: 'Falta su correo electrónico',
    happened: 'El inicio de sesión de su empresa no indica su correo electrónico. No se cambió nada.',
    remedy: 'Pida a sus administradores que permitan indicarlo, con el alcance «email».',
  },
  email_unverified: {
    title: 'Su correo electrónico no está verificado',
    happened: 'El inicio de sesión de su empresa no dice que lo haya verificado. No se cambió nada.',
    remedy: 'Verifique allí su correo o pregunte a sus administradores.',
  },
  other_domain: {
    title: 'Su empresa no responde de este correo',
    happened: 'El correo de esta cuenta tiene un dominio que su empresa no ha probado. No se cambió nada.',
    remedy: 'Inicie sesión con la contraseña de la cuenta o pida a sus administradores que prueben el dominio.',
  },
  another_person: {
    title: 'Esta cuenta es de otra persona',
    happened: 'El inicio de sesión de su empresa conocía este correo como otra persona. No se cambió nada.',
    remedy: 'Pregunte a sus administradores: pueden desvincular a la persona anterior, si es usted.',
  },
  no_account: {
    title: 'No tiene cuenta aquí',
    happened: 'Su empresa inició su sesión, pero no añade personas nuevas por sí sola. No se cambió nada.',
    remedy: 'Pida a los administradores de su empresa que le inviten.',
  },
  blocked: {
    title: 'Esta cuenta está bloqueada',
    happened: 'Su empresa inició su sesión, pero la cuenta se bloqueó aquí. No se cambió nada.',
    remedy: 'Pregunte a los operadores de este servidor.',
  },
  throttled: {
    title: 'Demasiados inicios de sesión',
    happened: 'Desde su red se empezaron demasiados inicios de sesión.',
    remedy: 'Espere un momento e inténtelo de nuevo.',
  },
};

export const REFUSALS: Readonly<Record<Locale, Readonly<Record<RefusalReason, Texts>>>> = { en: EN, es: ES };
