/* Neither package brings types. What the tests use of them: */

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
  }

  type Verified = (error: unknown, user?: unknown, info?: unknown) => void;

  export default class OAuth2Strategy {
    constructor(
      options: Options,
      verify: (accessToken: string, refreshToken: string, results: object, profile: object, done: Verified) => void,
    );
  }
}
