import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Access, CurrentAccess, RequireScope } from '../access/index.js';
import { ownAccountOf } from '../identity/index.js';
import { PageQuery, type Paged, QueryOf, ReturnsList } from '../shared/index.js';
import { connectedAppBody, ConnectedAppShape } from './connected-apps.schemas.js';
import { ConnectedApps } from './connected-apps.js';

/** What a person allowed apps to do, and the way to take it back. */
@ApiTags('Me')
@Controller('me/connected_apps')
@RequireScope()
export class ConnectedAppsController {
  constructor(private readonly apps: ConnectedApps) {}

  @Get()
  @ApiOperation({
    summary: 'List your connected apps',
    description:
      'The apps that you authorized, with their scopes and the companies you connected. Only for people, with any ' +
      "token of one of Gatehouse's own clients; others get `first_party_only`.",
  })
  @ReturnsList(ConnectedAppShape)
  async list(@CurrentAccess() access: Access, @QueryOf(PageQuery) query: PageQuery): Promise<Paged<unknown>> {
    return (await this.apps.list(ownAccountOf(access), query)).map(connectedAppBody);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Disconnect an app',
    description:
      'Revokes the grant: every token that the app has for you stops working at once, in all companies. Only for ' +
      "people, with any token of one of Gatehouse's own clients.",
  })
  @ApiNoContentResponse({ description: 'Disconnected.' })
  async disconnect(@CurrentAccess() access: Access, @Param('id') id: string): Promise<void> {
    await this.apps.disconnect(ownAccountOf(access), id);
  }
}
