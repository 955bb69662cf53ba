import { Controller, Get, Header, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiSecurity, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../access/index.js';
import type { TokenResponse } from '../tokens/index.js';
import { IntrospectionEndpoint, type Introspection } from './introspection-endpoint.js';
import {
  ERROR_DOC,
  INTROSPECT_DOC,
  INTROSPECTION_DOC,
  REVOKE_DOC,
  REVOKED_DOC,
  TOKEN_DOC,
  TOKEN_INFO_DOC,
  TOKEN_RESPONSE_DOC,
} from './oauth.docs.js';
import { RevocationEndpoint } from './revocation-endpoint.js';
import { TokenEndpoint } from './token-endpoint.js';
import { TokenInfoEndpoint, type TokenInfo } from './token-info-endpoint.js';

/** protocol.md, Endpoints. */
const ENCODINGS = ['application/x-www-form-urlencoded', 'application/json', 'multipart/form-data'];

/** The endpoints that clients call directly. */
@ApiTags('OAuth')
@ApiResponse({ status: 400, description: 'RFC 6749 §5.2', schema: ERROR_DOC })
@ApiResponse({ status: 403, description: 'The client does not list the origin of the page.', schema: ERROR_DOC })
@ApiResponse({ status: 429, description: 'Too many failures: wait as long as `Retry-After` says.', schema: ERROR_DOC })
@ApiResponse({ status: 401, description: 'Client authentication failed, or the token is invalid.', schema: ERROR_DOC })
@Public()
@Controller('oauth')
export class TokenController {
  constructor(
    private readonly tokens: TokenEndpoint,
    private readonly revocation: RevocationEndpoint,
    private readonly introspection: IntrospectionEndpoint,
    private readonly info: TokenInfoEndpoint,
  ) {}

  @Post('token')
  @Header('Cache-Control', 'no-store')
  @Header('Pragma', 'no-cache')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Get a token',
    description:
      'authorization_code, refresh_token, client_credentials. Form, JSON or multipart; client in the body or by Basic.',
  })
  @ApiConsumes(...ENCODINGS)
  @ApiBody({ schema: TOKEN_DOC })
  @ApiResponse({ status: 200, description: 'RFC 6749 §5.1', schema: TOKEN_RESPONSE_DOC })
  token(@Req() request: FastifyRequest): Promise<TokenResponse> {
    return this.tokens.answer(request);
  }

  @Post('revoke')
  @HttpCode(200)
  @ApiOperation({ summary: 'Revoke a token', description: 'RFC 7009. Ends the pair; 200 also for an unknown token.' })
  @ApiConsumes(...ENCODINGS)
  @ApiBody({ schema: REVOKE_DOC })
  @ApiResponse({ status: 200, description: 'Dead now, or before.', schema: REVOKED_DOC })
  async revoke(@Req() request: FastifyRequest): Promise<Record<string, never>> {
    await this.revocation.answer(request);
    return {};
  }

  @Post('introspect')
  @Header('Cache-Control', 'no-store')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Introspect a token',
    description: 'RFC 7662. For the client that the token was issued to.',
  })
  @ApiConsumes(...ENCODINGS)
  @ApiBody({ schema: INTROSPECT_DOC })
  @ApiResponse({ status: 200, description: 'RFC 7662 §2.2', schema: INTROSPECTION_DOC })
  introspect(@Req() request: FastifyRequest): Promise<Introspection> {
    return this.introspection.answer(request);
  }

  @Get('token/info')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Describe the presented token',
    description: 'What Procore’s clients read about their own token.',
  })
  @ApiBearerAuth('bearer')
  @ApiSecurity('oauth2')
  @ApiResponse({ status: 200, description: 'The token lives.', schema: TOKEN_INFO_DOC })
  tokenInfo(@Req() request: FastifyRequest): Promise<TokenInfo> {
    return this.info.answer(request);
  }
}
