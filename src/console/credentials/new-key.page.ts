import { definePage } from '../../shared/index.js';
import type { Framed } from '../shell/exchange.js';
import type { KeyFault } from './public-key-text.js';

export interface NewKeyForm {
  readonly key: string;
  readonly expires_on: string;
  readonly keyFault?: KeyFault | 'duplicate_key' | 'too_many_keys';
  /** Why the key may not end then, in words; empty where nothing more precise is known. */
  readonly endFault?: string;
}

export interface NewKeyPageData extends Framed {
  readonly name: string;
  readonly form: NewKeyForm;
  readonly base: string;
}

export const NEW_KEY_PAGE = definePage<NewKeyPageData>()(new URL('./new-key.eta', import.meta.url), {
  en: {
    title: 'Add a public key to {name}',
    lead: 'The integration makes a pair of keys and keeps the private one for itself. With the public one, Gatehouse knows its signature: no secret travels, and none can be stolen here.',
    key: 'Public key',
    keyHint: 'A JWK, a JWK Set with one key, or PEM (“-----BEGIN PUBLIC KEY-----” or a certificate).',
    kinds: 'EC P-256, Ed25519, or RSA of 2048 to 4096 bits.',
    private:
      'That is a private key. Nobody but the integration may have it, and this one has been sent over the network now: make a new pair, and paste the public key of that.',
    duplicate_key: 'The account has this key already.',
    too_many_keys: 'The account has as many keys as it may have: revoke one first.',
    several: 'There are several keys in it. Add them one at a time.',
    unreadable: 'That cannot be read as a key. Paste the whole of it, from its first line to its last.',
    unsupported: 'A key of this kind or size is not accepted: EC P-256, Ed25519, or RSA of 2048 to 4096 bits.',
    expires: 'Last day on which it works (optional)',
    expiresWrong: 'Choose a day that lies ahead, or none.',
    problem: 'Please correct what is marked. Nothing was added.',
    add: 'Add the key',
    cancel: 'Cancel',
  },
  es: {
    title: 'Añadir una clave pública a {name}',
    lead: 'La integración crea un par de claves y guarda la privada. Con la pública, Gatehouse reconoce su firma: no viaja ningún secreto, y aquí no se puede robar ninguno.',
    key: 'Clave pública',
    keyHint: 'Un JWK, un JWK Set con una clave, o PEM («-----BEGIN PUBLIC KEY-----» o un certificado).',
    kinds: 'EC P-256, Ed25519 o RSA de 2048 a 4096 bits.',
    private:
      'Esto es una clave privada. Solo la integración puede tenerla, y esta acaba de viajar por la red: cree un par nuevo y pegue la clave pública de ese.',
    duplicate_key: 'La cuenta ya tiene esta clave.',
    too_many_keys: 'La cuenta tiene tantas claves como puede tener: revoque una antes.',
    several: 'Contiene varias claves. Añádalas de una en una.',
    unreadable: 'No se puede leer como clave. Péguela entera, de la primera línea a la última.',
    unsupported: 'No se admite una clave de este tipo o tamaño: EC P-256, Ed25519 o RSA de 2048 a 4096 bits.',
    expires: 'Último día en que vale (opcional)',
    expiresWrong: 'Elija un día futuro, o ninguno.',
    problem: 'Corrija lo marcado. No se añadió nada.',
    add: 'Añadir la clave',
    cancel: 'Cancelar',
  },
});
