/* Neither package brings types. What we and the tests use of them: */

declare module 'passport' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  interface Outcome {
    (error: unknown, user?: unknown, info?: unknown, status?: unknown): void;
  }

  export class Authenticator {
    use(name: string, strategy: object): this;
    initialize(): (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;
    authenticate(
      name: string,
      options: { session: boolean },
      outcome: Outcome,
    ): (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;
  }

  const passport: { Authenticator: typeof Authenticator };
  export default passport;
}

declare module 'passport-oauth2' {
  interface Options {
    authorizationURL: string;
    tokenURL: string;
    clientID: string;
    clientSecret: string;
    callbackURL: string;
    scope?: string | string[];
    state?: boolean;
    pkce?: boolean | 'S256' | 'plain';
    store?: StateStore;
  }

  type Verified = (error: unknown, user?: unknown, info?: unknown) => void;

  /** Told apart from other kinds by the number of its parameters. */
  interface StateStore {
    store(
      request: object,
      verifier: string,
      state: unknown,
      meta: object,
      done: (error: unknown, state?: string) => void,
    ): void;
    verify(
      request: object,
      state: string,
      meta: object,
      done: (error: unknown, verifier?: string | false, state?: unknown) => void,
    ): void;
  }

  type TokenParameters = Record<string, string>;

  interface OAuth2 {
    getOAuthAccessToken(
      code: string,
      parameters: TokenParameters,
      done: (error: unknown, accessToken?: string, refreshToken?: string, results?: object) => void,
    ): void;
  }

  export default class OAuth2Strategy {
    protected readonly _oauth2: OAuth2;
    constructor(
      options: Options,
      verify: (accessToken: string, refreshToken: string, results: object, profile: object, done: Verified) => void,
    );
    authenticate(request: object, options?: object): void;
    authorizationParams(options: object): Record<string, string>;
    success(user: unknown): void;
    fail(challenge: unknown): void;
    redirect(url: string): void;
    error(error: unknown): void;
  }
}
