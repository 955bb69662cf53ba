import { Controller, Get, Param, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/index.js';
import { BrowserCookies, formField } from '../../identity/index.js';
import { PageErrorFilter } from '../../shared/index.js';
import { ProvenDomains } from '../domains/proven-domains.js';
import type { IdentityProvider } from '../providers/identity-provider.entity.js';
import { ProviderFault } from '../providers/provider-requests.js';
import type { Assertion } from './assertions.js';
import { SsoRefusal } from './refusal.js';
import { SsoErrorFilter } from './sso-error.filter.js';
import { SsoExchange } from './sso-exchange.js';
import { type Flow, SsoFlows } from './sso-flows.js';
import { SsoSignIn } from './sso-sign-in.js';

/** Where people come back from their provider. */
@ApiExcludeController()
@UseFilters(PageErrorFilter, SsoErrorFilter)
@Controller('sign-in/sso/:handle/callback')
export class SsoCallbackController {
  constructor(
    private readonly domains: ProvenDomains,
    private readonly flows: SsoFlows,
    private readonly exchange: SsoExchange,
    private readonly signIn: SsoSignIn,
    private readonly cookies: BrowserCookies,
  ) {}

  @Public()
  @Get()
  async callback(
    @Param('handle') handle: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { query } = request;
    // First of all, so that an answer is good once, whatever is in it.
    const flow = await this.flows.take(formField(query, 'state'), this.cookies.browser(request));
    if (!flow) throw new SsoRefusal('gone');
    const provider = await this.domains.activeById(flow.providerId);
    if (!provider) throw new SsoRefusal('unavailable');
    refuseMixedUp(provider, handle, query);
    const assertion = await this.prove(provider, flow, query);
    await this.signIn.goOn({ request, reply }, provider, assertion, flow);
  }

  private async prove(provider: IdentityProvider, flow: Flow, query: unknown): Promise<Assertion> {
    const error = formField(query, 'error');
    if (error === 'access_denied') throw new SsoRefusal('denied');
    const code = formField(query, 'code');
    if (error !== undefined || !code || code.length > MAX_CODE) {
      throw new SsoRefusal('provider_failed', `authorization: error ${error?.slice(0, 60)}`);
    }
    try {
      return await this.exchange.finish(provider, flow, code);
    } catch (failure) {
      if (failure instanceof ProviderFault) throw new SsoRefusal('provider_failed', failure.reason.slice(0, 300));
      throw failure;
    }
  }
}

const MAX_CODE = 4_096;

/**
 * An answer of another provider must not be taken for one of this: it would be handed its code, and whoever runs it
 * could sign in as whom the other one proved (RFC 9700 §4.4). Told by where it came back, and by its name (RFC 9207 §2.4).
 */
function refuseMixedUp({ handle, issuer, namesItself }: IdentityProvider, cameBackAt: string, query: unknown): void {
  if (cameBackAt !== handle) {
    throw new SsoRefusal('provider_failed', 'authorization: it came back at the redirect URI of another provider');
  }
  const isSent = typeof query === 'object' && query !== null && Object.hasOwn(query, 'iss');
  if (!isSent && !namesItself) return;
  if (issuer === null || formField(query, 'iss') !== issuer) {
    throw new SsoRefusal('provider_failed', 'authorization: it comes from another issuer');
  }
}
