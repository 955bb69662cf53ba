import { createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

/** DER (X.690): what certificates are written in. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const seq = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const number = (value: number): Buffer => der(0x02, Buffer.from([value]));
const named = (name: string): Buffer => seq(der(0x31, seq(oid('550403'), der(0x0c, Buffer.from(name)))));
const extension = (id: string, value: Buffer): Buffer => seq(oid(id), der(0x04, value));

const ECDSA_SHA256 = seq(oid('2a8648ce3d040302'));
const VALID = seq(der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('490101000000Z')));

interface Certified {
  readonly name: string;
  readonly key: KeyObject;
  readonly by: { readonly name: string; readonly key: KeyObject };
  readonly extensions?: readonly Buffer[];
}

/** RFC 5280 §4.1 */
function certificate({ name, key, by, extensions = [] }: Certified): Buffer {
  const serial = der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)]));
  const spki = key.export({ type: 'spki', format: 'der' });
  const more = extensions.length > 0 ? [der(0xa3, seq(...extensions))] : [];
  const [version, issuer, subject] = [der(0xa0, number(2)), named(by.name), named(name)];
  const body = seq(version, serial, ECDSA_SHA256, issuer, VALID, subject, spki, ...more);
  const signature = createSign('sha256').update(body).sign(by.key);
  return seq(body, ECDSA_SHA256, der(0x03, Buffer.from([0]), signature));
}

/**
 * The certificates of an Android key (WebAuthn §8.4) from an authority of one's own, which lists what it revoked at `url`.
 */
export function androidCertificates(key: KeyObject, clientDataHash: Buffer, url: string): Buffer[] {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const by = { name: 'Nobody knows', key: privateKey };
  const lists = seq(seq(der(0xa0, der(0xa0, der(0x86, Buffer.from(url))))));
  const [level, none] = [der(0x0a, Buffer.from([1])), seq()];
  const about = [number(3), level, number(4), level, der(0x04, clientDataHash), der(0x04), none, none];
  const extensions = [extension('551d1f', lists), extension('2b06010401d679020111', seq(...about))];
  return [
    certificate({ name: 'Android Keystore Key', key, by, extensions }),
    certificate({ name: by.name, key: publicKey, by }),
  ];
}
