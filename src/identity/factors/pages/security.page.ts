import { definePage } from '../../../shared/index.js';

/** What the page says was done: `?done=` in its address. */
export const SECURITY_NEWS = [
  'added',
  'removed',
  'renamed',
  'codes',
  'password',
  'sent',
  'confirmed',
  'confirmed_already',
  'too_often',
] as const;

export interface SecurityPageData {
  readonly csrfToken: string;
  readonly email: string;
  readonly isEmailConfirmed: boolean;
  readonly factors: readonly {
    readonly id: string;
    readonly kind: 'totp' | 'passkey';
    readonly name: string;
    readonly addedOn: string;
    readonly usedOn: string | null;
  }[];
  readonly codesLeft: number;
  /** Names of companies. */
  readonly demandedBy: readonly string[];
  /** Where the person came from; `/` for nowhere in particular. */
  readonly returnTo: string;
  /** The query that takes it along. */
  readonly more: string;
  readonly done?: (typeof SECURITY_NEWS)[number];
  readonly problem?: 'wrong_name' | 'unknown' | 'demanded';
}

export const SECURITY_PAGE = definePage<SecurityPageData>()(new URL('./security.eta', import.meta.url), {
  en: {
    title: 'Sign-in and security',
    account: 'The account {email}',
    confirmed_mark: 'Address confirmed',
    unconfirmed_mark: 'Address not confirmed',
    confirm: 'Send me a link to confirm it',
    sent: 'A link is on its way to your address. It works once and for a day.',
    confirmed: 'Your e-mail address is confirmed.',
    confirmed_already: 'Your e-mail address is confirmed already.',
    too_often: 'Several links were sent to you within the hour. Use the newest one, or ask again later.',
    goOn: 'Go on where you were',
    factors: 'Second factors',
    none: 'Signing in takes your password alone. Add a second factor, and a stolen password is worth nothing.',
    demanded: 'Demanded by: {companies}.',
    totp: 'Authenticator app',
    passkey: 'Passkey',
    added_on: 'Added on {day}',
    used_on: 'last used on {day}',
    never: 'never used',
    name: 'Name of {name}',
    rename: 'Rename',
    remove: 'Remove',
    addTotp: 'Add an authenticator app',
    addPasskey: 'Add a passkey',
    recovery: 'Recovery codes',
    recoveryWhat: 'For the day on which you lose your factors. You have {count} left.',
    recoveryNone: 'You have none. If you lose your factors, you are locked out.',
    renew: 'Make new recovery codes',
    password: 'Password',
    changePassword: 'Change the password',
    closing: 'Leaving',
    close: 'Close the account',
    places: 'Your account',
    apps: 'Connected apps',
    sessions: 'Sessions',
    home: 'Start page',
    added: 'The second factor is added.',
    removed: 'The second factor is removed.',
    renamed: 'The name is changed.',
    codes: 'Your new recovery codes are good from now on. Those from before are not.',
    password_done: 'The password is changed. Every other browser was signed out.',
    wrong_name: 'The name must have a visible character, no control characters, and at most 80 characters.',
    unknown: 'There is no such factor any more. Nothing was changed.',
    problem_demanded: 'A company demands a second factor of you: add another one before you remove the last.',
  },
  es: {
    title: 'Acceso y seguridad',
    account: 'La cuenta {email}',
    confirmed_mark: 'Dirección confirmada',
    unconfirmed_mark: 'Dirección sin confirmar',
    confirm: 'Envíeme un enlace para confirmarla',
    sent: 'Un enlace va de camino a su dirección. Funciona una sola vez y durante un día.',
    confirmed: 'Su dirección de correo está confirmada.',
    confirmed_already: 'Su dirección de correo ya está confirmada.',
    too_often: 'Se le enviaron varios enlaces en la última hora. Use el más reciente o pida otro más tarde.',
    goOn: 'Continuar donde estaba',
    factors: 'Segundos factores',
    none: 'Para iniciar sesión basta su contraseña. Añada un segundo factor y una contraseña robada no servirá de nada.',
    demanded: 'Lo exige: {companies}.',
    totp: 'Aplicación de autenticación',
    passkey: 'Llave de acceso',
    added_on: 'Añadido el {day}',
    used_on: 'usado por última vez el {day}',
    never: 'nunca usado',
    name: 'Nombre de {name}',
    rename: 'Cambiar nombre',
    remove: 'Quitar',
    addTotp: 'Añadir una aplicación',
    addPasskey: 'Añadir una llave de acceso',
    recovery: 'Códigos de recuperación',
    recoveryWhat: 'Para el día en que pierda sus factores. Le quedan {count}.',
    recoveryNone: 'No tiene ninguno. Si pierde sus factores, no podrá entrar.',
    renew: 'Crear nuevos códigos',
    password: 'Contraseña',
    changePassword: 'Cambiar la contraseña',
    closing: 'Irse',
    close: 'Cerrar la cuenta',
    places: 'Su cuenta',
    apps: 'Aplicaciones conectadas',
    sessions: 'Sesiones',
    home: 'Página de inicio',
    added: 'Se añadió el segundo factor.',
    removed: 'Se quitó el segundo factor.',
    renamed: 'Se cambió el nombre.',
    codes: 'Sus nuevos códigos de recuperación ya son válidos. Los anteriores ya no lo son.',
    password_done: 'Se cambió la contraseña. Se cerraron las demás sesiones.',
    wrong_name: 'El nombre debe tener un carácter visible, ningún carácter de control y como máximo 80 caracteres.',
    unknown: 'Ese factor ya no existe. No se cambió nada.',
    problem_demanded: 'Una empresa le exige un segundo factor: añada otro antes de quitar el último.',
  },
});

export interface RemovePageData {
  readonly csrfToken: string;
  readonly id: string;
  readonly name: string;
  readonly isLast: boolean;
  /** Names of companies, for whom the last factor has to stay. */
  readonly demandedBy: readonly string[];
}

export const REMOVE_PAGE = definePage<RemovePageData>()(new URL('./remove.eta', import.meta.url), {
  en: {
    title: 'Remove {name}?',
    what: 'It will not sign you in any more.',
    last: 'It is your last second factor. Your recovery codes go with it, and your password alone will open your account.',
    demanded: 'It is your last second factor, and {companies} demands one. Add another one first.',
    submit: 'Remove',
    keep: 'Keep it',
  },
  es: {
    title: '¿Quitar {name}?',
    what: 'Ya no servirá para iniciar sesión.',
    last: 'Es su último segundo factor. También se quitan sus códigos de recuperación, y la contraseña sola abrirá su cuenta.',
    demanded: 'Es su último segundo factor y {companies} exige uno. Añada otro primero.',
    submit: 'Quitar',
    keep: 'Conservar',
  },
});
