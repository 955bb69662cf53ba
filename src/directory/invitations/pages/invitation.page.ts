import { PASSWORD_TEXTS, type PasswordFault } from '../../../identity/index.js';
import { definePage } from '../../../shared/index.js';

/**
 * How a visitor may go on: accept at once, make an account, sign in first, do so at their company's provider, or sign out first because they are somebody
 * else.
 */
export type InvitationWay = 'accept' | 'join' | 'sign_in' | 'company_sign_in' | 'foreign';

export interface InvitationPageData {
  readonly token: string;
  readonly csrfToken: string;
  readonly way: InvitationWay;
  readonly company: string;
  readonly inviter: string | null;
  /** The address that was invited. */
  readonly email: string;
  /** As the company or the person wrote it. */
  readonly name: string;
  readonly problem?: 'wrong_name' | 'already' | PasswordFault;
  readonly signedInAs?: string;
  readonly signInPath: string;
}

export const INVITATION_PAGE = definePage<InvitationPageData>()(new URL('./invitation.eta', import.meta.url), {
  en: {
    title: 'Invitation to {company}',
    invited: '{inviter} invites you ({email}) to join the company {company}.',
    invitedByNobody: 'You ({email}) are invited to join the company {company}.',
    accept: 'Accept',
    decline: 'Decline',
    join: 'Create account and accept',
    joinText: 'Choose a name and a password for your new account.',
    email: 'E-mail',
    name: 'Your name',
    password: 'Password',
    sign_in: 'Sign in to accept',
    signInText: 'There is an account with this address. Sign in, and you come back here.',
    companySignInText: 'People with this e-mail sign in at their company. Do so, and you come back here.',
    foreign:
      'You are signed in as {email}, and the invitation is for another address. Sign out, then open the link again.',
    signOut: 'Sign out',
    wrong_name: 'The name must have a visible character, and no control characters.',
    ...PASSWORD_TEXTS.en,
    already: 'You are in the directory of this company already. Nothing was changed.',
  },
  es: {
    title: 'Invitación a {company}',
    invited: '{inviter} le invita a usted ({email}) a unirse a la empresa {company}.',
    invitedByNobody: 'Le invitan a usted ({email}) a unirse a la empresa {company}.',
    accept: 'Aceptar',
    decline: 'Rechazar',
    join: 'Crear cuenta y aceptar',
    joinText: 'Elija un nombre y una contraseña para su nueva cuenta.',
    email: 'Correo electrónico',
    name: 'Su nombre',
    password: 'Contraseña',
    sign_in: 'Iniciar sesión para aceptar',
    signInText: 'Existe una cuenta con esta dirección. Inicie sesión y volverá a esta página.',
    companySignInText: 'Quienes tienen este correo inician sesión en su empresa. Hágalo y volverá a esta página.',
    foreign:
      'Ha iniciado sesión como {email} y la invitación es para otra dirección. Cierre la sesión y abra de nuevo el enlace.',
    signOut: 'Cerrar sesión',
    wrong_name: 'El nombre debe tener un carácter visible y ningún carácter de control.',
    ...PASSWORD_TEXTS.es,
    already: 'Ya figura en el directorio de esta empresa. No se cambió nada.',
  },
});
