import { Controller, Get, Inject, Param, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/index.js';
import { BrowserCookies, formField, localPath, Visitors } from '../../identity/index.js';
import { DomainError, isRandomId, type Issuer, ISSUER, PageErrorFilter, seeOther } from '../../shared/index.js';
import { ProvenDomains } from '../domains/proven-domains.js';
import { LEAVING_PAGE } from '../pages/leaving.page.js';
import { SIGNED_OUT_PAGE } from '../pages/signed-out.page.js';
import type { IdentityProvider } from '../providers/identity-provider.entity.js';
import { SsoRefusal } from './refusal.js';
import { SsoErrorFilter } from './sso-error.filter.js';
import { SsoExchange } from './sso-exchange.js';
import { SsoFlows } from './sso-flows.js';

const MAX_EMAIL = 254;

/** The way from our sign-in page to a company's identity provider. */
@ApiExcludeController()
@UseFilters(PageErrorFilter, SsoErrorFilter)
@Controller('sign-in/sso/:handle')
export class SsoController {
  constructor(
    private readonly domains: ProvenDomains,
    private readonly flows: SsoFlows,
    private readonly exchange: SsoExchange,
    private readonly visitors: Visitors,
    private readonly cookies: BrowserCookies,
  ) {}

  @Public()
  @Get()
  async leaving(
    @Param('handle') handle: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { name, authorizationEndpoint } = await this.provider(handle);
    const startPath = `/sign-in/sso/${handle}/start?${queryOf(wishIn(request))}`;
    const { locale } = await this.visitors.of(request);
    const leadsOn = !isLedByOthers(request);
    const data = { name, host: new URL(authorizationEndpoint).host, startPath, leadsOn };
    this.visitors.show(reply, LEAVING_PAGE, { data, locale });
  }

  @Public()
  @Get('start')
  async start(
    @Param('handle') handle: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const provider = await this.provider(handle);
    const wish = wishIn(request);
    if (isLedByOthers(request)) return seeOther(reply, `/sign-in/sso/${handle}?${queryOf(wish)}`);
    await this.admit(request.ip);
    const browser = this.cookies.ensureBrowser(request, reply);
    const { session } = await this.visitors.of(request);
    const visit = { browser, isSignedIn: session !== undefined, ...wish };
    seeOther(reply, await this.exchange.begin(provider, visit));
  }

  private async admit(address: string): Promise<void> {
    try {
      await this.flows.admit(address);
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'too_many_requests') throw error;
      throw new SsoRefusal('throttled', undefined, error.options.headers);
    }
  }

  private async provider(handle: string): Promise<IdentityProvider> {
    const provider = isRandomId(handle) ? await this.domains.activeByHandle(handle) : null;
    if (!provider) throw new SsoRefusal('unavailable');
    return provider;
  }
}

/** After signing out of a session that began at a provider. */
@ApiExcludeController()
@UseFilters(PageErrorFilter, SsoErrorFilter)
@Controller('sign-in/sso/:handle/signed-out')
export class SsoSignedOutController {
  constructor(
    private readonly domains: ProvenDomains,
    private readonly visitors: Visitors,
    @Inject(ISSUER) private readonly issuer: Issuer,
  ) {}

  @Public()
  @Get()
  async signedOut(
    @Param('handle') handle: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const provider = isRandomId(handle) ? await this.domains.activeByHandle(handle) : null;
    if (!provider?.endSessionEndpoint) return seeOther(reply, '/sign-in');
    const { locale } = await this.visitors.of(request);
    const url = new URL(provider.endSessionEndpoint);
    // OpenID Connect RP-Initiated Logout 1.0 §2: without a hint, since we keep no ID tokens.
    url.searchParams.set('client_id', provider.clientId);
    url.searchParams.set('post_logout_redirect_uri', `${this.issuer.url}/sign-in`);
    const data = { name: provider.name, endSessionUrl: url.href };
    this.visitors.show(reply, SIGNED_OUT_PAGE, { data, locale });
  }
}

/**
 * Whether a page of another site led here (Fetch Metadata); a browser that does not say is believed. A provider can be
 * made to answer at once, and whoever runs it would sign visitors of theirs in as themselves: a person has to want that.
 */
const isLedByOthers = ({ headers }: FastifyRequest): boolean =>
  headers['sec-fetch-site'] === 'cross-site' || headers['sec-fetch-site'] === 'same-site';

interface Wish {
  readonly returnTo: string;
  readonly email: string | undefined;
  /** They are to prove anew that it is them (`again`); told for the sake of a clear refusal, what proves it is its age. */
  readonly isDemanded: boolean;
}

const wishIn = ({ query }: FastifyRequest): Wish => ({
  returnTo: localPath(formField(query, 'return_to')),
  email: formField(query, 'login_hint')?.slice(0, MAX_EMAIL),
  isDemanded: formField(query, 'again') === '1',
});

const queryOf = ({ returnTo, email, isDemanded }: Wish): string =>
  new URLSearchParams({
    return_to: returnTo,
    ...(email && { login_hint: email }),
    ...(isDemanded && { again: '1' }),
  }).toString();
