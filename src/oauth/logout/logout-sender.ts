import { Inject, Injectable } from '@nestjs/common';
import type { Client } from '../../clients/index.js';
import { Outbound, OutboundError } from '../../outbound/index.js';
import { ISSUER, type Issuer, randomId } from '../../shared/index.js';
import { SignedTokens } from '../openid/signed-tokens.js';
import { Subjects } from '../openid/subjects.js';
import type { DueLogout } from './logout-claims.js';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** OpenID Connect Back-Channel Logout §2.4: two minutes at most. */
const LIFETIME_SECONDS = 120;

/** Posts logout tokens: each attempt has one of its own, which runs out soon. */
@Injectable()
export class LogoutSender {
  constructor(
    private readonly tokens: SignedTokens,
    private readonly subjects: Subjects,
    private readonly outbound: Outbound,
    @Inject(ISSUER) private readonly issuer: Issuer,
  ) {}

  /** Why the client did not take it; undefined where it did. */
  async send(url: string, client: Client, due: DueLogout): Promise<string | undefined> {
    const body = new URLSearchParams({ logout_token: this.tokenFor(client, due) }).toString();
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'Gatehouse-Logout/1',
    };
    try {
      const { status } = await this.outbound.send({ method: 'POST', url, headers, body, party: client.clientId });
      return status >= 200 && status < 300 ? undefined : `status ${status}`;
    } catch (error) {
      if (error instanceof OutboundError) return error.reason;
      throw error;
    }
  }

  private tokenFor(client: Client, { sid, userId }: DueLogout): string {
    const now = Math.floor(Date.now() / 1000);
    return this.tokens.sign(client.signedResponseAlg, 'logout+jwt', {
      iss: this.issuer.url,
      sub: this.subjects.of(userId, client),
      aud: client.clientId,
      iat: now,
      exp: now + LIFETIME_SECONDS,
      jti: randomId(),
      events: { [EVENT]: {} },
      sid,
    });
  }
}
