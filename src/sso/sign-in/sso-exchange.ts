import { Inject, Injectable, Optional } from '@nestjs/common';
import { ReturnDestinations } from '../../identity/index.js';
import { type Issuer, ISSUER, randomId } from '../../shared/index.js';
import type { IdentityProvider } from '../providers/identity-provider.entity.js';
import { type JsonObject, ProviderFault, textOf } from '../providers/provider-requests.js';
import { type Assertion, Assertions } from './assertions.js';
import { callbackPath } from './callback-path.js';
import { runStrategy, type StrategyParts } from './provider-strategy.js';
import { SsoRefusal } from './refusal.js';
import { type Flow, SsoFlows } from './sso-flows.js';
import { TokenRequests } from './token-requests.js';

/** RFC 6749 §A.12: what fits a header. */
const ACCESS_TOKEN = /^[\x20-\x7e]+$/;

/** OpenID Connect Core §3.1.2.1: its own session is no answer to that, and with `max_age` it has to tell `auth_time`. */
const ASKED_ANEW = { prompt: 'login', max_age: '0' };

/** A browser that wants to sign in. */
export interface Visit {
  readonly browser: string;
  readonly returnTo: string;
  /** What the person typed, so that they need not type it again. */
  readonly email: string | undefined;
  /** Somebody is signed in here already. */
  readonly isSignedIn: boolean;
  /** They are to prove anew that it is them. */
  readonly isDemanded: boolean;
}

/** The way to a provider and back (RFC 6749 §4.1 with PKCE, OpenID Connect Core §3.1). */
@Injectable()
export class SsoExchange {
  constructor(
    private readonly flows: SsoFlows,
    private readonly tokens: TokenRequests,
    private readonly assertions: Assertions,
    @Inject(ISSUER) private readonly issuer: Issuer,
    @Optional() private readonly destinations?: ReturnDestinations,
  ) {}

  /** Where the browser goes. Throws SsoRefusal `never_new`. */
  async begin(provider: IdentityProvider, visit: Visit): Promise<string> {
    const { browser, returnTo, email } = visit;
    const nonce = randomId();
    const mustBeNew = await this.mustBeNew(visit);
    // Nothing that it says tells when somebody signed in there: nobody is sent on a way that ends in a refusal.
    if (mustBeNew && provider.issuer === null) throw new SsoRefusal('never_new');
    const outcome = await runStrategy<never>(
      provider,
      {
        ...this.parts(provider),
        parameters: {
          ...(provider.issuer !== null && { nonce }),
          ...(email && { login_hint: email }),
          ...((mustBeNew || visit.isSignedIn) && ASKED_ANEW),
        },
        keep: (verifier) => this.flows.begin(provider.id, browser, { verifier, nonce, returnTo, mustBeNew }),
      },
      {},
    );
    if (!('location' in outcome)) throw new Error('The strategy did not begin.');
    return outcome.location;
  }

  private async mustBeNew({ isDemanded, returnTo }: Visit): Promise<boolean> {
    return isDemanded || ((await this.destinations?.asksAnew(returnTo)) ?? false);
  }

  /** Who the provider says came back. Throws {@link ProviderFault}. */
  async finish(provider: IdentityProvider, { verifier, nonce }: Flow, code: string): Promise<Assertion> {
    const outcome = await runStrategy<Assertion>(
      provider,
      {
        ...this.parts(provider),
        verifier,
        verify: (accessToken, results) => this.assertions.read(provider, nonce, accessToken, results),
      },
      { code, state: 'checked' },
    );
    if (!('proven' in outcome)) throw new Error('The strategy did not end.');
    return outcome.proven;
  }

  private parts(provider: IdentityProvider): StrategyParts<never> {
    return {
      callbackUrl: this.issuer.url + callbackPath(provider),
      keep: () => Promise.reject(new Error('Nothing is kept at the end.')),
      redeem: (code, parameters) => this.redeem(provider, code, parameters),
      verify: () => Promise.reject(new Error('Nobody is proven at the beginning.')),
    };
  }

  private async redeem(
    provider: IdentityProvider,
    code: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<JsonObject> {
    const { status, object } = await this.tokens.redeem(provider, code, parameters);
    if (status !== 200) {
      throw new ProviderFault(`token endpoint: status ${status}, error ${textOf(object, 'error')?.slice(0, 60)}`);
    }
    const type = textOf(object, 'token_type')?.toLowerCase();
    if (!ACCESS_TOKEN.test(textOf(object, 'access_token') ?? '') || (type !== undefined && type !== 'bearer')) {
      throw new ProviderFault('token endpoint: no bearer token');
    }
    return object;
  }
}
