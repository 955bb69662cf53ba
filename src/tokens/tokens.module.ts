import { Global, Module } from '@nestjs/common';
import { AccessTokenCodec } from './access-token-codec.js';
import { CompanyConnections } from './company-connections.js';
import { GrantEvents } from './grant-events.js';
import { Grants } from './grants.js';
import { RefreshFamilies } from './refresh-families.js';
import { RevocationSet } from './revocation-set.js';
import { TokenIssuer } from './token-issuer.js';
import { TokenRevoker } from './token-revoker.js';
import { TokenVerifier } from './token-verifier.js';

const DOOR = [CompanyConnections, Grants, RefreshFamilies, TokenIssuer, TokenRevoker, TokenVerifier];

@Global()
@Module({ providers: [AccessTokenCodec, GrantEvents, RevocationSet, ...DOOR], exports: DOOR })
export class TokensModule {}
