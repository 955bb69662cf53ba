import { Injectable } from '@nestjs/common';
import { ReturnDestinations } from '../../identity/index.js';
import { formActionOf } from '../../shared/index.js';
import type { AuthorizationRequest } from './authorization-request.js';
import { PendingRequests } from './pending-requests.js';

/** After sign-in the browser may be led on to the redirect URI of the authorization that sent it there. */
@Injectable()
export class OAuthReturnDestinations extends ReturnDestinations {
  constructor(private readonly pending: PendingRequests) {
    super();
  }

  async sources(returnTo: string): Promise<readonly string[]> {
    const request = await this.requestBehind(returnTo);
    const source = request && formActionOf(request.redirectUri);
    return source ? [source] : [];
  }

  override async asksAnew(returnTo: string): Promise<boolean> {
    const { prompt = [], maxAge = null } = (await this.requestBehind(returnTo)) ?? {};
    return prompt.includes('login') || prompt.includes('select_account') || maxAge !== null;
  }

  private requestBehind(returnTo: string): Promise<AuthorizationRequest | undefined> {
    return this.pending.peek(new URL(returnTo, 'http://local').searchParams.get('request'));
  }
}
