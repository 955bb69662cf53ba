import type { Locale } from '../../shared/index.js';
import { type WordTable, wordsFrom } from '../shell/word-tables.js';

/** What can be heard of. */
const EVENTS: WordTable = {
  'app.installed': { en: 'An app was installed', es: 'Se instaló una aplicación' },
  'app.uninstalled': { en: 'An app was uninstalled', es: 'Se desinstaló una aplicación' },
  'app.suspended': { en: 'An app was suspended', es: 'Se suspendió una aplicación' },
  'app.resumed': { en: 'An app was resumed', es: 'Se reanudó una aplicación' },
  'app.upgraded': { en: 'An app was upgraded', es: 'Se actualizó una aplicación' },
  'app.permissions_changed': {
    en: 'The permissions or projects of an app changed',
    es: 'Cambiaron los permisos o proyectos de una aplicación',
  },
  'installation_request.created': { en: 'Somebody asked for an app', es: 'Alguien pidió una aplicación' },
  'installation_request.answered': { en: 'A request was answered', es: 'Se respondió a una solicitud' },
  'secret.expiring': { en: 'A secret ends soon', es: 'Un secreto termina pronto' },
  'grant.revoked': { en: 'A person’s connection was ended', es: 'Se terminó la conexión de una persona' },
  'webhook.ping': { en: 'A test', es: 'Una prueba' },
};

/** Why there was no answer, and why an address is refused. */
const FAILURES: WordTable = {
  invalid_url: { en: 'The address is not complete.', es: 'La dirección no está completa.' },
  https_required: { en: 'The address must begin with https://.', es: 'La dirección debe empezar por https://.' },
  url_has_credentials: {
    en: 'The address must hold no user name and no password.',
    es: 'La dirección no debe contener usuario ni contraseña.',
  },
  port_not_allowed: { en: 'The port is not one that we send to.', es: 'No se envía a ese puerto.' },
  address_not_allowed: {
    en: 'The address must lead into the public internet.',
    es: 'La dirección debe llevar a la internet pública.',
  },
  no_public_address: {
    en: 'The name leads to no address in the public internet.',
    es: 'El nombre no lleva a ninguna dirección de la internet pública.',
  },
  connect_failed: { en: 'Nobody answered there.', es: 'Nadie respondió allí.' },
  tls_failed: { en: 'Its certificate is not valid.', es: 'Su certificado no es válido.' },
  timed_out: { en: 'It took too long to answer.', es: 'Tardó demasiado en responder.' },
  connection_lost: { en: 'The connection broke off.', es: 'La conexión se interrumpió.' },
  malformed_response: { en: 'Its answer could not be read.', es: 'No se pudo leer su respuesta.' },
  response_too_large: { en: 'Its answer was too large.', es: 'Su respuesta era demasiado grande.' },
};

export const eventWords = (type: string, locale: Locale): string => wordsFrom(EVENTS, type, locale);

export const failureWords = (reason: string, locale: Locale): string => wordsFrom(FAILURES, reason, locale);
