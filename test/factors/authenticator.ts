import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { androidCertificates } from './attestation.js';

/** Flags of authenticator data (WebAuthn §6.1). */
const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const ATTESTED = 0x40;

/** What an authenticator may get wrong, or be made to. */
export interface Behaviour {
  readonly origin?: string;
  readonly rpId?: string;
  readonly type?: string;
  readonly challenge?: string;
  readonly flags?: number;
  readonly counter?: number;
  readonly userHandle?: string | null;
  readonly crossOrigin?: boolean;
  readonly topOrigin?: string;
  /** Vouches for the passkey by certificates whose revocations are listed there. */
  readonly revocationsAt?: string;
  readonly transports?: unknown;
  /** Signs with a key that is not the passkey's. */
  readonly wrongKey?: boolean;
}

interface Options {
  readonly challenge: string;
}

/** An authenticator without a device, which does what it is told: for answers that no browser would give. */
export class SoftAuthenticator {
  readonly credentialId = randomBytes(32);
  counter = 0;
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  userHandle = '';

  constructor(private readonly issuer: string) {}

  /** What `navigator.credentials.create` gives, as our script posts it. */
  create(options: Options & { readonly user: { readonly id: string } }, behaviour: Behaviour = {}): string {
    this.userHandle = options.user.id;
    const flags = (behaviour.flags ?? USER_PRESENT | USER_VERIFIED) | ATTESTED;
    const id = Buffer.alloc(2);
    id.writeUInt16BE(this.credentialId.length);
    const attested = [Buffer.alloc(16), id, this.credentialId, coseOf(this.keys.publicKey)];
    const authData = Buffer.concat([this.authData(flags, behaviour), ...attested]);
    const clientData = this.clientData('webauthn.create', options, behaviour);
    const attestation = Buffer.concat([
      Buffer.from([0xa3]),
      ...this.statement(clientData, behaviour),
      cborText('authData'),
      cborBytes(authData),
    ]);
    return this.written({
      clientDataJSON: clientData.toString('base64url'),
      attestationObject: attestation.toString('base64url'),
      transports: behaviour.transports ?? ['usb'],
    });
  }

  /** What `navigator.credentials.get` gives, as our script posts it. */
  get(options: Options, behaviour: Behaviour = {}): string {
    const authData = this.authData(behaviour.flags ?? USER_PRESENT | USER_VERIFIED, behaviour);
    const clientData = this.clientData('webauthn.get', options, behaviour);
    const signed = Buffer.concat([authData, createHash('sha256').update(clientData).digest()]);
    const { privateKey } = behaviour.wrongKey ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : this.keys;
    const userHandle = behaviour.userHandle === undefined ? this.userHandle : behaviour.userHandle;
    return this.written({
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: createSign('sha256').update(signed).sign(privateKey).toString('base64url'),
      ...(userHandle !== null && { userHandle }),
    });
  }

  private statement(clientData: Buffer, { revocationsAt }: Behaviour): Buffer[] {
    if (revocationsAt === undefined)
      return [cborText('fmt'), cborText('none'), cborText('attStmt'), Buffer.from([0xa0])];
    const hash = createHash('sha256').update(clientData).digest();
    const x5c = androidCertificates(this.keys.publicKey, hash, revocationsAt).map(cborBytes);
    // {alg: ES256, sig: …, x5c: [leaf, root]}
    const map = [
      Buffer.from([0xa3]),
      cborText('alg'),
      Buffer.from([0x26]),
      cborText('sig'),
      cborBytes(randomBytes(64)),
    ];
    const certificates = [cborText('x5c'), Buffer.from([0x82]), ...x5c];
    return [cborText('fmt'), cborText('android-key'), cborText('attStmt'), ...map, ...certificates];
  }

  private written(response: object): string {
    const id = this.credentialId.toString('base64url');
    return JSON.stringify({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response });
  }

  private authData(flags: number, { rpId, counter }: Behaviour): Buffer {
    const host = rpId ?? new URL(this.issuer).hostname;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter ?? ++this.counter);
    return Buffer.concat([createHash('sha256').update(host).digest(), Buffer.from([flags]), count]);
  }

  private clientData(type: string, options: Options, behaviour: Behaviour): Buffer {
    const { crossOrigin = false, topOrigin } = behaviour;
    const data = {
      type: behaviour.type ?? type,
      challenge: behaviour.challenge ?? options.challenge,
      origin: behaviour.origin ?? this.issuer,
      crossOrigin,
      ...(topOrigin && { topOrigin }),
    };
    return Buffer.from(JSON.stringify(data));
  }
}

function coseOf(key: KeyObject): Buffer {
  const { x, y } = key.export({ format: 'jwk' });
  const coordinate = (text: string | undefined): Buffer => cborBytes(Buffer.from(text ?? '', 'base64url'));
  // {1: 2, 3: -7, -1: 1, -2: x, -3: y}: an EC2 key for ES256 on P-256 (RFC 9053 §7.1.1).
  const head = Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]);
  return Buffer.concat([head, coordinate(x), Buffer.from([0x22]), coordinate(y)]);
}

const cborText = (text: string): Buffer => Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);

function cborBytes(bytes: Buffer): Buffer {
  const head = bytes.length < 256 ? [0x58, bytes.length] : [0x59, bytes.length >> 8, bytes.length & 0xff];
  return Buffer.concat([Buffer.from(head), bytes]);
}
