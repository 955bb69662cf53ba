import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { KeyRing, type SigningAlgorithm, type SigningKey } from '../../keys/index.js';
import { ISSUER, type Issuer } from '../../shared/index.js';

/** What a JWT is, by its header (RFC 8725 §3.11): none is ever taken for another. */
export type TokenType = 'JWT' | 'logout+jwt';

type Claims = Readonly<Record<string, unknown>>;

/** JWTs that others verify with the keys of `/oauth/jwks`. Keys are handed over opened: parsing one per token costs tenfold. */
@Injectable()
export class SignedTokens {
  constructor(
    private readonly jwt: JwtService,
    private readonly keys: KeyRing,
    @Inject(ISSUER) private readonly issuer: Issuer,
  ) {}

  sign(alg: SigningAlgorithm, typ: TokenType, claims: Claims): string {
    const { id, privateKey } = this.keys.signingKey(alg);
    return this.jwt.sign({ ...claims }, { algorithm: alg, privateKey, header: { alg, typ, kid: id } });
  }

  /** The claims of a token of this type that we signed under a key that was not retired, whether or not it has run out. */
  verify(token: string, typ: TokenType): Claims | undefined {
    try {
      const header = this.jwt.decode<unknown>(token, { complete: true })?.header;
      const key = header?.typ === typ ? this.keyOf(header.kid) : undefined;
      if (!key) return undefined;
      return this.jwt.verify<Record<string, unknown>>(token, {
        // The types know text alone, the library passes an opened key on.
        publicKey: key.publicKey as unknown as Buffer,
        algorithms: [key.alg],
        issuer: this.issuer.url,
        ignoreExpiration: true,
      });
    } catch {
      return undefined;
    }
  }

  private keyOf(kid: string | undefined): SigningKey | undefined {
    return this.keys.signingKeys().find(({ id }) => id === kid);
  }
}
