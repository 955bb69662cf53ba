import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { type Access, AccessService, CurrentAccess, type Principal, RequireScope } from '../../access/index.js';
import { Users } from '../../identity/index.js';
import { RawRequest, Returns } from '../../shared/index.js';
import { MeBody } from './me.schemas.js';
import { ownIdentity } from './own-identity.js';

@ApiTags('Me')
@Controller('me')
export class MeController {
  constructor(
    private readonly users: Users,
    private readonly decisions: AccessService,
  ) {}

  @Get()
  @RequireScope()
  @ApiOperation({
    summary: 'Tell who the token stands for',
    description:
      'Any valid token will do. `login` needs a compatible client or the scope `email`, `name` a compatible client or ' +
      'the scope `profile`. An app’s own token must name a company in `Procore-Company-Id`.',
  })
  @Returns(MeBody)
  async show(@CurrentAccess() access: Access, @RawRequest() request: FastifyRequest): Promise<unknown> {
    const principal = await this.principalOf(access, request);
    const tells = ownIdentity(access);
    return {
      id: principal.id,
      ...(tells.email && { login: await this.loginOf(principal) }),
      ...(tells.name && { name: principal.name }),
    };
  }

  /** An app's own token stands for nobody until the company is known (domain.md). */
  private async principalOf(access: Access, request: FastifyRequest): Promise<Principal> {
    return access.isOwnToken ? (await this.decisions.enter(access, request)).principal : access.principal;
  }

  /** A service account never signs in; its name stands in for the address. */
  private async loginOf({ id, kind, name }: Principal): Promise<string> {
    const user = kind === 'user' && id !== null ? await this.users.find(id) : undefined;
    return user?.email ?? name;
  }
}
