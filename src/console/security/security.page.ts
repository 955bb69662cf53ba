import { definePage } from '../../shared/index.js';

export interface SecurityPageData {
  /** Where the operator wants to hear of leaks; null: it is not named here. */
  readonly contact: string | null;
}

export const SECURITY_PAGE = definePage<SecurityPageData>()(new URL('./security.eta', import.meta.url), {
  en: {
    title: 'Security',
    lead: 'How apps reach the data of your projects through Gatehouse, who decides about it, and what to do if something leaked.',
    access: 'How apps get access',
    access1:
      'An app never sees your password. You sign in here, see what it asks for in plain words, and choose the companies.',
    access2:
      'It can do only what its authorization, your company and your own permissions all allow. The narrowest of them counts.',
    access3:
      'Some apps also act by themselves. They then have exactly the permissions that an administrator of your company approved, in the projects that were permitted, and no others.',
    access4:
      'What an app holds is a key that tells nothing of you or your company, and that nobody but Gatehouse can read.',
    control: 'What administrators control',
    control1:
      'Which apps are installed, with which permissions, in which projects; members may install for themselves only what the company lets them.',
    control2:
      'Suspending, uninstalling or narrowing an app is in force on its next call. An update that wants more has to be approved first.',
    control3:
      'Service accounts for the company’s own integrations: they may do nothing until an administrator says what, and their secrets are shown once.',
    control4: 'Who used what, and every change with its author: the audit trail cannot be altered without showing it.',
    you: 'What you control yourself',
    you1: 'See which apps act in your name, and disconnect them at any time.',
    you2: 'See where you are signed in, and end what you do not know.',
    apps: 'Your connected apps',
    sessions: 'Your sessions',
    leak: 'If a secret, a token or a password leaked',
    leak1:
      'End it first. A password: change it; all sessions end. An app that you connected: disconnect it. The secret of a service account: an administrator revokes it, and its tokens end with it. The secret of an app: its developer revokes it.',
    leak2: 'Then tell an administrator of your company. The audit trail and the usage show what was done with it.',
    leak3: 'Secrets of Gatehouse begin with “gh”, so that scanners of source code find them.',
    report: 'Report a leak or a weakness',
    contact: 'Write to {contact}. Say what you found, where, and when; never send the secret itself.',
    noContact:
      'Tell the operator of this Gatehouse, whom the administrators of your company know. Say what you found, where, and when; never send the secret itself.',
    home: 'Start page',
  },
  es: {
    title: 'Seguridad',
    lead: 'Cómo llegan las aplicaciones a los datos de sus obras mediante Gatehouse, quién decide sobre ello y qué hacer si algo se filtró.',
    access: 'Cómo obtienen acceso las aplicaciones',
    access1:
      'Una aplicación nunca ve su contraseña. Usted inicia sesión aquí, ve en palabras claras qué pide y elige las empresas.',
    access2:
      'Solo puede lo que permiten a la vez su autorización, su empresa y los permisos de usted. Cuenta lo más estrecho.',
    access3:
      'Algunas aplicaciones actúan también por sí mismas. Tienen entonces exactamente los permisos que aprobó un administrador de su empresa, en los proyectos permitidos y en ningún otro.',
    access4:
      'Lo que tiene una aplicación es una llave que no dice nada de usted ni de su empresa, y que nadie salvo Gatehouse puede leer.',
    control: 'Lo que controlan los administradores',
    control1:
      'Qué aplicaciones están instaladas, con qué permisos y en qué proyectos; los miembros solo instalan para sí lo que la empresa les permite.',
    control2:
      'Suspender, desinstalar o limitar una aplicación rige en su siguiente llamada. Una actualización que quiere más debe aprobarse antes.',
    control3:
      'Cuentas de servicio para las integraciones propias: no pueden nada hasta que un administrador lo diga, y sus secretos se muestran una sola vez.',
    control4: 'Quién usó qué, y cada cambio con su autor: la auditoría no se puede alterar sin que se note.',
    you: 'Lo que controla usted',
    you1: 'Ver qué aplicaciones actúan en su nombre y desconectarlas en cualquier momento.',
    you2: 'Ver dónde tiene sesiones y terminar las que no conozca.',
    apps: 'Sus aplicaciones conectadas',
    sessions: 'Sus sesiones',
    leak: 'Si se filtró un secreto, un token o una contraseña',
    leak1:
      'Primero termínelo. Una contraseña: cámbiela; terminan todas las sesiones. Una aplicación que conectó: desconéctela. El secreto de una cuenta de servicio: un administrador lo revoca, y sus tokens terminan con él. El secreto de una aplicación: lo revoca su desarrollador.',
    leak2: 'Después avise a un administrador de su empresa. La auditoría y el uso muestran qué se hizo con ello.',
    leak3: 'Los secretos de Gatehouse empiezan por «gh», para que los encuentren los analizadores de código.',
    report: 'Informar de una filtración o debilidad',
    contact: 'Escriba a {contact}. Diga qué encontró, dónde y cuándo; nunca envíe el secreto mismo.',
    noContact:
      'Avise al operador de este Gatehouse, a quien conocen los administradores de su empresa. Diga qué encontró, dónde y cuándo; nunca envíe el secreto mismo.',
    home: 'Página de inicio',
  },
});
