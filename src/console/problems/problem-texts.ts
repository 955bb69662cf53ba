import type { Locale } from '../../shared/index.js';
import { MEMBER_PROBLEMS } from './member-problem-texts.js';
import { SIGN_ON_PROBLEMS } from './sign-on-problem-texts.js';

/** What happened, and what to do about it. */
export interface ProblemText {
  readonly happened: string;
  readonly remedy: string;
  /** Where one does that: a page that leads back, or one of the company, by what follows the company's address. */
  readonly way?: { readonly label: string } & ({ readonly path: string } | { readonly inCompany: string });
}

type Texts = Readonly<Record<string, ProblemText>>;

const text = (happened: string, remedy: string, way?: ProblemText['way']): ProblemText => ({ happened, remedy, way });

const AGAIN_EN = 'Go back to the page: it shows how things are now.';
const AGAIN_ES = 'Vuelva a la página: muestra cómo están las cosas ahora.';

/** The refusals that a console meets, in plain words, by their code; the rest is told as the service says it. */
export const PROBLEMS: Readonly<Record<Locale, Texts>> = {
  en: {
    ...SIGN_ON_PROBLEMS.en,
    not_found: text(
      'There is no such thing here, or it is not for you to see.',
      'Check the address. If you were sent here, ask an administrator of the company.',
    ),
    second_factor_required: text(
      'This company lets in only people who signed in with a second factor.',
      'Open the page of your password and second factors, set one up or sign in with it, and come back.',
      { path: '/account/security/strengthen', label: 'Password and second factors' },
    ),
    insufficient_role: text('Only an administrator of the company may do this.', 'Ask one of them.'),
    insufficient_level: text(
      'Your level on App Management is too low for this.',
      'Ask an administrator of the company to raise it.',
    ),
    exceeds_own_permissions: text(
      'Nobody can approve more than they hold themselves.',
      'Ask an administrator of the company to do it.',
    ),
    invalid_fields: text(
      'Some of what was entered is not right. Nothing was changed.',
      'Go back, correct it, send it again.',
    ),
    already_installed: text('The app is installed in this company already.', AGAIN_EN),
    not_installed: text('The app is not installed any more: somebody uninstalled it meanwhile.', AGAIN_EN),
    not_configurable: text(
      'The version that is installed has nothing to configure. Perhaps somebody upgraded it meanwhile.',
      AGAIN_EN,
    ),
    too_many_configurations: text('The app has as many configurations as it may have.', 'Delete one first.'),
    already_suspended: text('The app is suspended already.', AGAIN_EN),
    not_suspended: text('The app is not suspended any more: somebody resumed it meanwhile.', AGAIN_EN),
    not_an_upgrade: text(
      'There is no newer version than the one that runs. Perhaps somebody upgraded it meanwhile.',
      AGAIN_EN,
    ),
    nothing_to_roll_back: text('There is no upgrade to take back. Perhaps it was taken back already.', AGAIN_EN),
    approval_outdated: text(
      'The version now asks for other permissions than the page showed you. Nothing was approved.',
      'Go back and look at the permissions again before you approve them.',
    ),
    request_answered: text('Somebody answered this request already, or it was withdrawn or ran out.', AGAIN_EN),
    duplicate_request: text('You have asked for this already, and the request is still open.', AGAIN_EN),
    too_many_requests_open: text(
      'You have as many open requests as one may have.',
      'Wait for answers, or take some of them back.',
    ),
    advice_not_ready: text('There is nothing to take away at present.', AGAIN_EN),
    app_denied: text(
      'Your company decided against this app.',
      'Take that decision back first, under “Settings and policies”.',
      { inCompany: '/apps/settings#policies', label: 'Settings and policies' },
    ),
    app_blocked: text('The operator of Gatehouse blocked this app.', 'Ask the operator.'),
    version_withdrawn: text('The developer withdrew this version.', 'Choose another version, or ask the developer.'),
    wrong_environment: text(
      'Sandbox versions go to sandbox companies only, and production versions to production companies.',
      'Ask the developer for the key that fits this company.',
    ),
    needs_administrator: text('Only an administrator may install this.', 'Ask one of them.'),
    too_many_secrets: text('The account has as many secrets as it may have.', 'Revoke one first.'),
    duplicate_key: text('The account has this key already.', AGAIN_EN),
    too_many_keys: text('The account has as many keys as it may have.', 'Revoke one first.'),
    secrets_forbidden: text(
      'Your company allows its service accounts keys alone.',
      'Add a public key on the page of the account, or change the credential policy.',
    ),
    too_many_webhooks: text('The company has as many webhooks as it may have.', 'Delete one first.'),
    webhook_inactive: text('The webhook is not active: nothing is sent to it.', 'Start it again first.'),
    too_many_webhook_secrets: text(
      'The webhook has as many secrets as it may have.',
      'Wait until one ends, or end the older ones now.',
    ),
    too_many_pending: text('Too many deliveries of this webhook wait already.', 'Wait until some have been sent.'),
    idempotency_in_progress: text('The same form was sent twice and the first one is still being worked on.', AGAIN_EN),
    idempotency_mismatch: text(
      'This form was sent before, with something else in it. Only the first one counts.',
      AGAIN_EN,
    ),
    form_outdated: text(
      'The form cannot be used again, or parts of it are missing.',
      'Open the page again and repeat what you did.',
    ),
    precondition_failed: text(
      'Somebody else changed this while you looked at it. Nothing was changed by you.',
      'Go back, look at what is there now, and decide again.',
    ),
    try_again: text('Many people change the same at once. Nothing was changed.', 'Wait a moment, then try again.'),
    invalid_token: text('Your session ended, or your account was changed.', 'Sign in again.'),
    recent_sign_in_needed: text('This needs a fresh proof of who you are.', 'Sign in again, then repeat it.'),
  },
  es: {
    ...SIGN_ON_PROBLEMS.es,
    not_found: text(
      'Aquí no existe eso, o no le corresponde verlo.',
      'Revise la dirección. Si le enviaron aquí, pregunte a un administrador de la empresa.',
    ),
    second_factor_required: text(
      'Esta empresa solo admite a quien inició sesión con un segundo factor.',
      'Abra la página de su contraseña y sus segundos factores, configure uno o inicie sesión con él, y vuelva.',
      { path: '/account/security/strengthen', label: 'Contraseña y segundos factores' },
    ),
    insufficient_role: text('Solo un administrador de la empresa puede hacer esto.', 'Pregunte a uno de ellos.'),
    insufficient_level: text(
      'Su nivel en Gestión de aplicaciones es demasiado bajo para esto.',
      'Pida a un administrador de la empresa que lo suba.',
    ),
    exceeds_own_permissions: text(
      'Nadie puede aprobar más de lo que tiene.',
      'Pida a un administrador de la empresa que lo haga.',
    ),
    invalid_fields: text(
      'Algo de lo introducido no es correcto. No se cambió nada.',
      'Vuelva, corríjalo y envíelo de nuevo.',
    ),
    already_installed: text('La aplicación ya está instalada en esta empresa.', AGAIN_ES),
    not_installed: text('La aplicación ya no está instalada: alguien la desinstaló mientras tanto.', AGAIN_ES),
    not_configurable: text(
      'La versión instalada no tiene nada que configurar. Quizá alguien la actualizó mientras tanto.',
      AGAIN_ES,
    ),
    too_many_configurations: text('La aplicación tiene tantas configuraciones como puede tener.', 'Elimine una antes.'),
    already_suspended: text('La aplicación ya está suspendida.', AGAIN_ES),
    not_suspended: text('La aplicación ya no está suspendida: alguien la reanudó mientras tanto.', AGAIN_ES),
    not_an_upgrade: text(
      'No hay una versión más nueva que la actual. Quizá alguien la actualizó mientras tanto.',
      AGAIN_ES,
    ),
    nothing_to_roll_back: text('No hay ninguna actualización que deshacer. Quizá ya se deshizo.', AGAIN_ES),
    approval_outdated: text(
      'La versión pide ahora otros permisos que los que mostraba la página. No se aprobó nada.',
      'Vuelva y mire de nuevo los permisos antes de aprobarlos.',
    ),
    request_answered: text('Alguien ya respondió a esta solicitud, o fue retirada o caducó.', AGAIN_ES),
    duplicate_request: text('Ya pidió esto y la solicitud sigue abierta.', AGAIN_ES),
    too_many_requests_open: text(
      'Tiene tantas solicitudes abiertas como se puede tener.',
      'Espere las respuestas o retire algunas.',
    ),
    advice_not_ready: text('Por ahora no hay nada que quitar.', AGAIN_ES),
    app_denied: text(
      'Su empresa decidió no permitir esta aplicación.',
      'Retire antes esa decisión, en «Configuración y políticas».',
      { inCompany: '/apps/settings#policies', label: 'Configuración y políticas' },
    ),
    app_blocked: text('El operador de Gatehouse bloqueó esta aplicación.', 'Pregunte al operador.'),
    version_withdrawn: text('El desarrollador retiró esta versión.', 'Elija otra versión o pregunte al desarrollador.'),
    wrong_environment: text(
      'Las versiones de prueba son solo para empresas de prueba, y las de producción para empresas de producción.',
      'Pida al desarrollador la clave que corresponde a esta empresa.',
    ),
    needs_administrator: text('Solo un administrador puede instalar esto.', 'Pregunte a uno de ellos.'),
    too_many_secrets: text('La cuenta tiene tantos secretos como puede tener.', 'Revoque uno antes.'),
    duplicate_key: text('La cuenta ya tiene esta clave.', AGAIN_ES),
    too_many_keys: text('La cuenta tiene tantas claves como puede tener.', 'Revoque una antes.'),
    secrets_forbidden: text(
      'Su empresa permite a sus cuentas de servicio solo claves.',
      'Añada una clave pública en la página de la cuenta o cambie la política de credenciales.',
    ),
    too_many_webhooks: text('La empresa tiene tantos webhooks como puede tener.', 'Elimine uno antes.'),
    webhook_inactive: text('El webhook no está activo: no se le envía nada.', 'Actívelo de nuevo antes.'),
    too_many_webhook_secrets: text(
      'El webhook tiene tantos secretos como puede tener.',
      'Espere a que termine uno, o termine ya los anteriores.',
    ),
    too_many_pending: text('Ya esperan demasiados envíos de este webhook.', 'Espere a que se envíen algunos.'),
    idempotency_in_progress: text(
      'El mismo formulario se envió dos veces y el primero aún se está procesando.',
      AGAIN_ES,
    ),
    idempotency_mismatch: text(
      'Este formulario ya se envió antes con otro contenido. Solo cuenta el primero.',
      AGAIN_ES,
    ),
    form_outdated: text(
      'El formulario no se puede usar otra vez, o le faltan partes.',
      'Abra la página de nuevo y repita la operación.',
    ),
    precondition_failed: text(
      'Otra persona cambió esto mientras usted lo miraba. Usted no cambió nada.',
      'Vuelva, mire lo que hay ahora y decida de nuevo.',
    ),
    try_again: text(
      'Muchas personas cambian lo mismo a la vez. No se cambió nada.',
      'Espere un momento e inténtelo de nuevo.',
    ),
    invalid_token: text('Su sesión terminó o su cuenta cambió.', 'Inicie sesión de nuevo.'),
    recent_sign_in_needed: text(
      'Esto requiere una nueva prueba de quién es usted.',
      'Inicie sesión de nuevo y repítalo.',
    ),
  },
};

const FALLBACK: Readonly<Record<Locale, string>> = {
  en: 'Go back to the page and look at how things are now.',
  es: 'Vuelva a la página y mire cómo están las cosas ahora.',
};

/** The words for a code, to a member or to whoever decides; where there are none, what the service itself said. */
export function problemText(code: string, detail: string, locale: Locale, isMember = false): ProblemText {
  const texts = isMember ? { ...PROBLEMS[locale], ...MEMBER_PROBLEMS[locale] } : PROBLEMS[locale];
  return Object.hasOwn(texts, code) ? texts[code] : { happened: detail, remedy: FALLBACK[locale] };
}
