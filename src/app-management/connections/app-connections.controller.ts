import { Controller, Delete, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access, CurrentAccess, RequireCompanyRole, RequireScope } from '../../access/index.js';
import { Users } from '../../identity/index.js';
import { asTime } from '../../service-accounts/index.js';
import { IdParam, Paged, PageQuery, QueryOf, Returns, ReturnsList } from '../../shared/index.js';
import { MANAGERS } from '../managers.js';
import { AppConnections } from './app-connections.js';

const WHO =
  'Scope `app_installations:manage`; company administrators (`admin`), or `admin` on `company.app_management`.';

/** A person who connected an app to the company. */
const ConnectionShape = z
  .object({
    user: z.object({ id: z.number().int(), name: z.string(), login: z.string().nullable() }),
    scopes: z.array(z.string()),
    connected_at: z.string(),
  })
  .meta({
    example: {
      user: { id: 2, name: 'Max Member', login: 'max@example.com' },
      scopes: ['tools:admin'],
      connected_at: '2026-01-05T08:00:00.000Z',
    },
  });

const EndedShape = z
  .object({ ended: z.number().int().meta({ description: 'How many connections ended.' }) })
  .meta({ example: { ended: 1 } });

/** The kill switches for connections: of one person, of everybody. */
@ApiTags('App management')
@Controller('companies/:companyId/app_installations/:id/connections')
@RequireScope('app_installations:manage')
@RequireCompanyRole('admin', MANAGERS)
export class AppConnectionsController {
  constructor(
    private readonly connections: AppConnections,
    private readonly users: Users,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List who connected an app to the company', description: WHO })
  @ReturnsList(ConnectionShape)
  async list(
    @IdParam('id') id: number,
    @QueryOf(PageQuery) query: PageQuery,
    @CurrentAccess() access: Access,
  ): Promise<Paged<z.input<typeof ConnectionShape>>> {
    const page = await this.connections.list(access.companyId, id, query);
    const people = await Promise.all(page.items.map(({ userId }) => this.users.find(userId)));
    const byId = new Map(people.flatMap((user) => (user ? [[user.id, user] as const] : [])));
    return page.map(({ userId, scopes, connectedAt }) => ({
      user: { id: userId, name: byId.get(userId)?.name ?? '', login: byId.get(userId)?.email ?? null },
      scopes: scopes.split(' ').filter(Boolean),
      connected_at: asTime(connectedAt),
    }));
  }

  @Delete()
  @ApiOperation({
    summary: 'End all connections of an app to the company',
    description:
      'Tokens of its users answer `company_not_granted` here at once, and work on in other companies; each user has to ' +
      `authorize the app again. The installation stays. ${WHO}`,
  })
  @Returns(EndedShape)
  async endAll(@IdParam('id') id: number, @CurrentAccess() access: Access): Promise<z.input<typeof EndedShape>> {
    return { ended: await this.connections.end(access.companyId, id) };
  }

  @Delete(':userId')
  @ApiOperation({ summary: 'End one user’s connection of an app to the company', description: WHO })
  @Returns(EndedShape)
  async endOne(
    @IdParam('id') id: number,
    @IdParam('userId') userId: number,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof EndedShape>> {
    return { ended: await this.connections.end(access.companyId, id, userId) };
  }
}
