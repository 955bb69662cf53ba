import OAuth2Strategy, { type StateStore, type TokenParameters } from 'passport-oauth2';
import type { IdentityProvider } from '../providers/identity-provider.entity.js';
import type { JsonObject } from '../providers/provider-requests.js';

/** What one run of a strategy needs from us. */
export interface StrategyParts<T> {
  readonly callbackUrl: string;
  /** Beside what passport-oauth2 sends. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Keeps the verifier; the state under which it is found. */
  readonly keep: (verifier: string) => Promise<string>;
  /** The verifier that was kept. */
  readonly verifier?: string;
  readonly redeem: (code: string, parameters: TokenParameters) => Promise<JsonObject>;
  readonly verify: (accessToken: string, results: JsonObject) => Promise<T>;
}

/** Where a run ends: the browser is sent on, or somebody is proven. */
export type StrategyOutcome<T> = { readonly location: string } | { readonly proven: T };

/**
 * passport-oauth2 for one provider and one request: it speaks the protocol with PKCE, while what it keeps, sends and
 * trusts goes through us. Providers are rows, so there is no registry of strategies to look them up in.
 */
class ProviderStrategy<T> extends OAuth2Strategy {
  constructor(
    provider: IdentityProvider,
    private readonly parts: StrategyParts<T>,
  ) {
    super(
      {
        authorizationURL: provider.authorizationEndpoint,
        tokenURL: provider.tokenEndpoint,
        clientID: provider.clientId,
        // Sent by `redeem`, which alone knows it.
        clientSecret: '',
        callbackURL: parts.callbackUrl,
        scope: provider.scopes,
        pkce: 'S256',
        store: storeOf(parts),
      },
      (accessToken, _refreshToken, results, _profile, done) => {
        parts.verify(accessToken, results as JsonObject).then((proven) => done(null, { proven }), done);
      },
    );
    // Its own client would go anywhere, for as long and as much as it is answered.
    this._oauth2.getOAuthAccessToken = (code, parameters, done) => {
      parts.redeem(code, parameters).then((results) => done(null, String(results.access_token), '', results), done);
    };
  }

  override authorizationParams(): Record<string, string> {
    return { ...this.parts.parameters };
  }
}

const storeOf = <T>({ keep, verifier }: StrategyParts<T>): StateStore => ({
  store: (_request, fresh, _state, _meta, done) => {
    keep(fresh).then((state) => done(null, state), done);
  },
  // The state was checked, and used up, before the strategy was asked.
  verify: (_request, _state, _meta, done) => done(null, verifier ?? false),
});

/** Runs the strategy on a query: an empty one begins, one with a code ends. Throws what went wrong. */
export function runStrategy<T>(
  provider: IdentityProvider,
  parts: StrategyParts<T>,
  query: Readonly<Record<string, string>>,
): Promise<StrategyOutcome<T>> {
  return new Promise((resolve, reject) => {
    const strategy = new ProviderStrategy(provider, parts);
    strategy.redirect = (location) => resolve({ location });
    strategy.success = (user) => resolve(user as { proven: T });
    strategy.fail = () => reject(new Error('The strategy failed without a reason.'));
    strategy.error = (error) => reject(causeOf(error));
    strategy.authenticate({ query }, {});
  });
}

/** passport-oauth2 wraps what the token request failed with. */
function causeOf(error: unknown): Error {
  const { oauthError } = error as { oauthError?: unknown };
  if (oauthError instanceof Error) return oauthError;
  return error instanceof Error ? error : new Error(String(error));
}
