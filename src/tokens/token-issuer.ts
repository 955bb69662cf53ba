import { Injectable } from '@nestjs/common';
import type { Client } from '../clients/index.js';
import { randomId } from '../shared/index.js';
import type { AccessTokenClaims, Narrowing } from './access-token-claims.js';
import { AccessTokenCodec } from './access-token-codec.js';
import type { TokenResponse } from './token-response.js';

/** What a grant decided: the token says this and no more. */
export interface Subject {
  readonly principal: { readonly id: number; readonly epoch: number } | null;
  readonly scope: string;
  readonly grantId?: string;
  readonly familyId?: string;
  readonly narrowing?: Narrowing;
}

/** Makes access tokens; asks no database. */
@Injectable()
export class TokenIssuer {
  constructor(private readonly codec: AccessTokenCodec) {}

  /** The answer of the token endpoint, without refresh token. `credentialId` obtained it; empty for public clients. */
  issue(client: Client, credentialId: string, subject: Subject): TokenResponse {
    const now = Math.floor(Date.now() / 1000);
    return {
      access_token: this.codec.seal(claimsOf(client, credentialId, subject, now)),
      token_type: 'bearer',
      expires_in: client.accessTokenTtl,
      scope: subject.scope,
      created_at: now,
    };
  }
}

function claimsOf(client: Client, credentialId: string, subject: Subject, now: number): AccessTokenClaims {
  const { principal, grantId, familyId, narrowing } = subject;
  return {
    jti: randomId(),
    iat: now,
    exp: now + client.accessTokenTtl,
    cid: client.clientId,
    cep: client.epoch,
    crd: credentialId,
    scp: subject.scope,
    ...(principal && { sub: principal.id, pep: principal.epoch }),
    ...(grantId && { gid: grantId, fid: familyId }),
    ...(narrowing && { nar: narrowing }),
  };
}
