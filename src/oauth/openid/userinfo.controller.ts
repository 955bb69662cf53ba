import { Controller, Get, Header, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiSecurity, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../../access/index.js';
import { ERROR_DOC, USERINFO_DOC } from '../oauth.docs.js';
import { type UserInfo, UserInfoEndpoint } from './userinfo-endpoint.js';

const DESCRIPTION =
  'OpenID Connect Core §5.3, with a token of a person with the scope `openid` in the Authorization header. `name` and ' +
  '`locale` need `profile`; `email` and `email_verified` need `email`. `sub` is that of the ID token.';

/** What an app may know of the person whom it signed in. */
@ApiTags('OAuth')
@ApiBearerAuth('bearer')
@ApiSecurity('oauth2')
@ApiResponse({ status: 200, description: 'The claims that the token may read.', schema: USERINFO_DOC })
@ApiResponse({ status: 400, description: 'A secret is in the URL.', schema: ERROR_DOC })
@ApiResponse({ status: 401, description: 'The token is missing or invalid.', schema: ERROR_DOC })
@ApiResponse({ status: 403, description: 'Without `openid`, or from a foreign origin.', schema: ERROR_DOC })
@Public()
@Controller('oauth/userinfo')
export class UserInfoController {
  constructor(private readonly userinfo: UserInfoEndpoint) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Tell who signed in', description: DESCRIPTION })
  get(@Req() request: FastifyRequest): Promise<UserInfo> {
    return this.userinfo.answer(request);
  }

  @Post()
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The same by POST', description: DESCRIPTION })
  post(@Req() request: FastifyRequest): Promise<UserInfo> {
    return this.userinfo.answer(request);
  }
}
