import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Access, CurrentAccess, RequireScope } from '../access/index.js';
import { PageQuery, type Paged, QueryOf, ReturnsList } from '../shared/index.js';
import { sessionBody, SessionShape } from './me-sessions.schemas.js';
import { MeSessions } from './me-sessions.js';
import { ownAccountOf } from './own-account.js';

/** Where a person is signed in. */
@ApiTags('Me')
@Controller('me/sessions')
@RequireScope()
export class MeSessionsController {
  constructor(private readonly sessions: MeSessions) {}

  @Get()
  @ApiOperation({
    summary: 'List your sessions',
    description:
      'The browsers in which you are signed in to Gatehouse, the last used first. Only for people, with any token of ' +
      "one of Gatehouse's own clients; others get `first_party_only`.",
  })
  @ReturnsList(SessionShape)
  async list(@CurrentAccess() access: Access, @QueryOf(PageQuery) query: PageQuery): Promise<Paged<unknown>> {
    return (await this.sessions.list(ownAccountOf(access), query)).map(sessionBody);
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({
    summary: 'End all of your sessions',
    description:
      'Signs you out of every browser at once, the one you are looking at too. Apps that you authorized keep working, ' +
      "and so does the token that asks. Only for people, with any token of one of Gatehouse's own clients.",
  })
  @ApiNoContentResponse({ description: 'Ended.' })
  async endAll(@CurrentAccess() access: Access): Promise<void> {
    await this.sessions.endAll(ownAccountOf(access));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'End one of your sessions',
    description:
      'Signs that browser out at once. Apps that you authorized in it keep working: see connected apps. Only for ' +
      "people, with any token of one of Gatehouse's own clients.",
  })
  @ApiNoContentResponse({ description: 'Ended.' })
  async end(@CurrentAccess() access: Access, @Param('id') id: string): Promise<void> {
    await this.sessions.end(ownAccountOf(access), id);
  }
}
