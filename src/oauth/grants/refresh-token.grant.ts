import { Injectable } from '@nestjs/common';
import { PrincipalFactsPort } from '../../access/index.js';
import type { Client } from '../../clients/index.js';
import { type Family, RefreshFamilies } from '../../tokens/index.js';
import { invalidRefreshToken } from '../oauth.errors.js';
import { ScopePolicy } from '../scope-policy.js';
import { isOfEpochs } from './epochs.js';
import { Grant, type Granted, type TokenRequest } from './grant.js';

/** RFC 6749 §6. The rotation itself happens when the answer is there to be kept with it. */
@Injectable()
export class RefreshTokenGrant extends Grant {
  readonly grantType = 'refresh_token';

  constructor(
    private readonly families: RefreshFamilies,
    private readonly principals: PrincipalFactsPort,
    private readonly scopes: ScopePolicy,
  ) {
    super();
  }

  async authorize({ client, parameters }: TokenRequest): Promise<Granted> {
    const presented = this.families.read(parameters.required('refresh_token'));
    const family = presented && (await this.families.find(presented.familyId));
    if (!presented || family?.clientRowId !== client.id || isIdle(family, client)) throw invalidRefreshToken();
    const principal = await this.principals.principal(family.userId);
    if (!principal?.enabled || !isOfEpochs(family, principal, client)) throw invalidRefreshToken();
    const standing = this.families.standingOf(family, presented, client.graceSeconds);
    // Only a token that is good for something has a scope to be narrowed: a bad one must not hide a replay.
    const isCurrent = standing === 'current';
    const scope = isCurrent ? this.scopes.narrow(client, family.scopes, parameters.get('scope')) : family.scopes;
    return {
      principal,
      scope,
      grantId: family.grantId,
      familyId: family.id,
      signIn: family.signIn,
      rotation: { family, presented, standing },
    };
  }
}

/** Whether nobody refreshed within the client's idle limit. */
export const isIdle = ({ now, rotatedAt, createdAt }: Family, { refreshIdleTtl }: Client): boolean =>
  refreshIdleTtl !== null && now - (rotatedAt ?? createdAt) > refreshIdleTtl * 1000;
