import { Injectable } from '@nestjs/common';
import { PrincipalFactsPort } from '../access/index.js';
import type { Client } from '../clients/index.js';
import { type Family, type PresentedRefreshToken, RefreshFamilies } from '../tokens/index.js';
import { isOfEpochs } from './grants/epochs.js';
import { isIdle } from './grants/refresh-token.grant.js';

/** Which refresh tokens are good for a refresh, for those who ask about one without refreshing. */
@Injectable()
export class LivingRefreshTokens {
  constructor(
    private readonly families: RefreshFamilies,
    private readonly principals: PrincipalFactsPort,
  ) {}

  /** What a token is by itself; undefined for whatever is no refresh token of ours. */
  read(token: string): PresentedRefreshToken | undefined {
    return this.families.read(token);
  }

  /**
   * The family that the client may refresh with this very token: a rotated one is not such, though the grace window may
   * answer it again.
   */
  async find(presented: PresentedRefreshToken, client: Client): Promise<Family | undefined> {
    const family = await this.families.find(presented.familyId);
    if (family?.clientRowId !== client.id || isIdle(family, client)) return undefined;
    if (this.families.standingOf(family, presented, 0) !== 'current') return undefined;
    const principal = await this.principals.principal(family.userId);
    return principal?.enabled && isOfEpochs(family, principal, client) ? family : undefined;
  }
}
