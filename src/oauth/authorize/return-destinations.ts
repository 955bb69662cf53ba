import { Injectable } from '@nestjs/common';
import { ReturnDestinations } from '../../identity/index.js';
import { formActionOf } from '../../shared/index.js';
import { PendingRequests } from './pending-requests.js';

/** After sign-in the browser may be led on to the redirect URI of the authorization that sent it there. */
@Injectable()
export class OAuthReturnDestinations extends ReturnDestinations {
  constructor(private readonly pending: PendingRequests) {
    super();
  }

  async sources(returnTo: string): Promise<readonly string[]> {
    const id = new URL(returnTo, 'http://local').searchParams.get('request');
    const redirectUri = await this.pending.redirectUriOf(id);
    const source = redirectUri && formActionOf(redirectUri);
    return source ? [source] : [];
  }
}
