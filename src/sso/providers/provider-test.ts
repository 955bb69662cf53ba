import { Injectable } from '@nestjs/common';
import { randomId } from '../../shared/index.js';
import { ProviderKeys } from '../sign-in/provider-keys.js';
import { TokenRequests } from '../sign-in/token-requests.js';
import { Discovery } from './discovery.js';
import type { IdentityProvider } from './identity-provider.entity.js';
import { ProviderFault, textOf } from './provider-requests.js';

export interface ProviderCheck {
  readonly check: 'discovery' | 'keys' | 'client';
  readonly outcome: 'pass' | 'fail' | 'skipped';
  readonly detail: string | null;
}

/** Tries a provider without anybody signing in. */
@Injectable()
export class ProviderTest {
  constructor(
    private readonly discovery: Discovery,
    private readonly keys: ProviderKeys,
    private readonly tokens: TokenRequests,
  ) {}

  async of(provider: IdentityProvider): Promise<ProviderCheck[]> {
    const { issuer, companyId } = provider;
    return [
      await check('discovery', issuer !== null, async () => {
        await this.discovery.of(issuer ?? '', companyId);
      }),
      await check('keys', provider.jwksUri !== null, () => this.keys.refresh(provider)),
      await check('client', true, () => this.redeemNothing(provider)),
    ];
  }

  /** A code that nobody issued: a provider that knows the client complains of the code alone. */
  private async redeemNothing(provider: IdentityProvider): Promise<void> {
    const answer = await this.tokens.redeem(provider, randomId(), {
      grant_type: 'authorization_code',
      code_verifier: randomId() + randomId(),
    });
    const error = textOf(answer.object, 'error') ?? 'none';
    if (error !== 'invalid_grant') throw new ProviderFault(`token endpoint: status ${answer.status}, error ${error}`);
  }
}

async function check(name: ProviderCheck['check'], applies: boolean, run: () => Promise<void>): Promise<ProviderCheck> {
  if (!applies) return { check: name, outcome: 'skipped', detail: null };
  try {
    await run();
    return { check: name, outcome: 'pass', detail: null };
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error;
    return { check: name, outcome: 'fail', detail: error.reason.slice(0, 300) };
  }
}
