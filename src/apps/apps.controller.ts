import { Controller, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, CurrentAccess, RequireScope } from '../access/index.js';
import { Accepts, BodyOf, IdParam, type Paged, PageQuery, QueryOf, Returns, ReturnsList } from '../shared/index.js';
import { openedClientBody } from './app-clients.schemas.js';
import { Apps } from './apps.js';
import { appBody, AppShape, ChangeAppBody, CreatedAppShape, NewAppBody } from './apps.schemas.js';

type AppBody = z.input<typeof AppShape>;

/** What developers register. */
@ApiTags('Apps')
@Controller('apps')
@RequireScope('apps:manage')
export class AppsController {
  constructor(private readonly apps: Apps) {}

  @Get()
  @ApiOperation({
    summary: 'List your apps',
    description: 'The apps that you own or work on. Scope `apps:manage`.',
  })
  @ReturnsList(AppShape)
  async list(@QueryOf(PageQuery) query: PageQuery, @CurrentAccess() access: Access): Promise<Paged<AppBody>> {
    return (await this.apps.listOf(access.principalId, query)).map(appBody);
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Register an app',
    description:
      'You become its owner. Makes the client for sandbox companies and shows its secret this once; the client for ' +
      'production comes with the first promotion of a version. Scope `apps:manage`.',
  })
  @Accepts(NewAppBody)
  @Returns(CreatedAppShape, { status: 201, description: 'Registered.' })
  async create(
    @BodyOf(NewAppBody) body: NewAppBody,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof CreatedAppShape>> {
    const { client_type, grant_types, redirect_uris, allowed_origins, default_scopes, profile, ...app } = body;
    const client = {
      type: client_type,
      profile,
      grantTypes: grant_types,
      redirectUris: redirect_uris,
      allowedOrigins: allowed_origins,
      ...(default_scopes ? { defaultScopes: default_scopes } : {}),
    };
    const publisher = app.publisher ?? access.principal.name;
    const created = await this.apps.create({ ...app, publisher, client }, access.principalId);
    return { ...appBody(created), sandbox_client: openedClientBody(created.sandbox) };
  }

  @Get(':id')
  @ApiOperation({
    summary: 'Show an app',
    description: 'Scope `apps:manage`; any role in the app. To others it does not exist.',
  })
  @Returns(AppShape)
  async show(@IdParam('id') id: number, @CurrentAccess() access: Access): Promise<AppBody> {
    return appBody(await this.apps.show(id, access.principalId));
  }

  @Patch(':id')
  @ApiOperation({
    summary: 'Change an app',
    description: 'Scope `apps:manage`; role `admin` or `owner` in the app.',
  })
  @Accepts(ChangeAppBody)
  @Returns(AppShape)
  async change(
    @IdParam('id') id: number,
    @BodyOf(ChangeAppBody) body: ChangeAppBody,
    @CurrentAccess() access: Access,
  ): Promise<AppBody> {
    return appBody(await this.apps.change(id, access.principalId, body));
  }
}
