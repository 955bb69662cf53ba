import type { Locale } from '../../shared/index.js';
import type { WordTable } from './word-tables.js';

/** What a page says after something was done: `?done=suspended`. Anything else in the address says nothing. */
const DONE: WordTable = {
  installed: { en: 'The app is installed.', es: 'La aplicación está instalada.' },
  suspended: {
    en: 'The app is suspended. It can do nothing in this company until you resume it.',
    es: 'La aplicación está suspendida. No puede hacer nada en esta empresa hasta que la reanude.',
  },
  resumed: { en: 'The app runs again.', es: 'La aplicación vuelve a funcionar.' },
  uninstalled: {
    en: 'The app is uninstalled. It stopped at once.',
    es: 'La aplicación está desinstalada. Se detuvo de inmediato.',
  },
  reinstalled: {
    en: 'The app is installed again, as it was.',
    es: 'La aplicación está instalada de nuevo, como estaba.',
  },
  upgraded: { en: 'The app is upgraded.', es: 'La aplicación está actualizada.' },
  rolled_back: {
    en: 'The upgrade was taken back.',
    es: 'Se deshizo la actualización.',
  },
  narrowed: {
    en: 'The app was left only what it used.',
    es: 'La aplicación conserva solo lo que usó.',
  },
  taken: {
    en: 'The permissions were taken away. The app is refused from now on what it no longer has.',
    es: 'Los permisos se quitaron. Desde ahora se rechaza a la aplicación lo que ya no tiene.',
  },
  projects: { en: 'The permitted projects are saved.', es: 'Los proyectos permitidos están guardados.' },
  connections: { en: 'The connections were ended.', es: 'Se terminaron las conexiones.' },
  configured: { en: 'The configuration is saved.', es: 'La configuración está guardada.' },
  unconfigured: {
    en: 'The configuration was deleted. It holds nowhere any more.',
    es: 'La configuración fue eliminada. Ya no rige en ningún sitio.',
  },
  settings: { en: 'The settings are saved.', es: 'La configuración está guardada.' },
  policy: { en: 'The decision about the app is saved.', es: 'La decisión sobre la aplicación está guardada.' },
  let_back: {
    en: 'The app is no longer kept out. It stays uninstalled until somebody installs it again.',
    es: 'La aplicación ya no está excluida. Sigue desinstalada hasta que alguien la instale de nuevo.',
  },
  approved: { en: 'The request was approved.', es: 'La solicitud fue aprobada.' },
  denied: { en: 'The request was denied.', es: 'La solicitud fue rechazada.' },
  asked: {
    en: 'You could not install this yourself: your administrators were asked.',
    es: 'No pudo instalarla usted mismo: se preguntó a sus administradores.',
  },
  requested: {
    en: 'Your request was sent. You find the answer here.',
    es: 'Su solicitud se envió. Aquí encontrará la respuesta.',
  },
  withdrawn: { en: 'The request was taken back.', es: 'La solicitud se retiró.' },
  installed_for_you: {
    en: 'The app is installed, for you alone. Now connect it from the app itself.',
    es: 'La aplicación está instalada, solo para usted. Ahora conéctela desde la propia aplicación.',
  },
  saved: { en: 'Saved. It is in force now.', es: 'Guardado. Ya está en vigor.' },
  deleted: { en: 'The service account was deleted.', es: 'La cuenta de servicio fue eliminada.' },
  deactivated: {
    en: 'The service account is switched off. Its tokens ended.',
    es: 'La cuenta de servicio está desactivada. Sus tokens terminaron.',
  },
  activated: { en: 'The service account is switched on.', es: 'La cuenta de servicio está activada.' },
  removed: { en: 'Removed.', es: 'Quitado.' },
  webhook_paused: { en: 'Nothing is sent any more.', es: 'Ya no se envía nada.' },
  webhook_resumed: { en: 'What happens is sent again.', es: 'Se envía de nuevo lo que ocurra.' },
  webhook_deleted: { en: 'The webhook was deleted.', es: 'El webhook fue eliminado.' },
  provider_added: {
    en: 'The provider is registered. Add a domain next: nobody signs in there before it is proven.',
    es: 'El proveedor está registrado. Añada ahora un dominio: nadie inicia sesión allí antes de que esté probado.',
  },
  provider_paused: {
    en: 'The provider is paused. Nobody signs in there until you resume it.',
    es: 'El proveedor está en pausa. Nadie inicia sesión allí hasta que lo reanude.',
  },
  provider_resumed: { en: 'People can sign in there again.', es: 'Se puede iniciar sesión allí de nuevo.' },
  provider_deleted: {
    en: 'The provider was deleted, with its domains.',
    es: 'El proveedor fue eliminado, con sus dominios.',
  },
  domain_added: {
    en: 'The domain is added. It means nothing until it is proven, in one of the ways below.',
    es: 'El dominio está añadido. No significa nada hasta que se pruebe, de una de las formas de abajo.',
  },
  domain_proven: {
    en: 'The domain is proven. Its people can sign in at the provider.',
    es: 'El dominio está probado. Sus personas pueden iniciar sesión en el proveedor.',
  },
  domain_mailed: {
    en: 'The link was mailed. The domain is proven once somebody confirms it.',
    es: 'El enlace se envió por correo. El dominio queda probado cuando alguien lo confirme.',
  },
  domain_removed: { en: 'The domain was removed.', es: 'El dominio fue quitado.' },
  sso_enforced: {
    en: 'Single sign-on is enforced, and those chosen may use a password.',
    es: 'El inicio de sesión único es obligatorio, y las personas elegidas pueden usar una contraseña.',
  },
  sso_lifted: {
    en: 'Nothing is enforced any more: passwords count again.',
    es: 'Ya nada es obligatorio: las contraseñas vuelven a contar.',
  },
  sending: {
    en: 'It is on its way: look again in a moment to see what came of it.',
    es: 'Está en camino: mire de nuevo en un momento para ver qué resultó.',
  },
  credentials: {
    en: 'The credential policy is in force.',
    es: 'La política de credenciales está en vigor.',
  },
  key_added: {
    en: 'The key was added. The integration can sign with its private half now.',
    es: 'La clave se añadió. La integración ya puede firmar con su mitad privada.',
  },
  revoked: { en: 'Ended at once.', es: 'Terminado de inmediato.' },
  repeated: {
    en: 'This was done already: the form was sent twice, and nothing was done a second time.',
    es: 'Esto ya estaba hecho: el formulario se envió dos veces y no se hizo nada por segunda vez.',
  },
  secret_gone: {
    en: 'A secret is shown once, and this one was. If nobody copied it, create a new one.',
    es: 'Un secreto se muestra una sola vez, y este ya se mostró. Si nadie lo copió, cree uno nuevo.',
  },
  disconnected: {
    en: 'The app is disconnected. It can no longer act for you.',
    es: 'La aplicación está desconectada. Ya no puede actuar en su nombre.',
  },
  session_ended: { en: 'That browser is signed out.', es: 'Ese navegador cerró la sesión.' },
  sessions_ended: {
    en: 'All other browsers are signed out.',
    es: 'Todos los demás navegadores cerraron la sesión.',
  },
};

export function doneText(code: string | undefined, locale: Locale): string | null {
  return code !== undefined && Object.hasOwn(DONE, code) ? DONE[code][locale] : null;
}
