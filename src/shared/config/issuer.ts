/** Injects the one {@link Issuer}. */
export const ISSUER = Symbol('Issuer');

/** The origin under which everything is reached: the OAuth issuer (RFC 8414 §2), without a slash at its end. */
export class Issuer {
  constructor(readonly url: string) {}

  get isHttps(): boolean {
    return this.url.startsWith('https://');
  }
}
