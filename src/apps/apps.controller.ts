import { Controller, Delete, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, CurrentAccess, RequireScope } from '../access/index.js';
import { Accepts, BodyOf, IdParam, type Paged, PageQuery, QueryOf, Returns, ReturnsList } from '../shared/index.js';
import { openedClientBody } from './app-clients.schemas.js';
import { AppDeletion } from './app-deletion.js';
import { Apps } from './apps.js';
import {
  appBody,
  AppShape,
  ChangeAppBody,
  CreatedAppShape,
  NewAppBody,
  watchedAppBody,
  WatchedAppShape,
} from './apps.schemas.js';
import { AppCollaborators } from './team/app-collaborators.js';
import { TransferBody } from './team/team.schemas.js';

type AppBody = z.input<typeof AppShape>;
type WatchedAppBody = z.input<typeof WatchedAppShape>;

/** What developers register. */
@ApiTags('Apps')
@Controller('apps')
@RequireScope('apps:manage')
export class AppsController {
  constructor(
    private readonly apps: Apps,
    private readonly deletion: AppDeletion,
    private readonly collaborators: AppCollaborators,
  ) {}

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
      'You become its owner, and the administrator of a sandbox company that is made for it. Makes the client for ' +
      'sandbox companies and shows its secret this once; the client for production comes with the first promotion of ' +
      'a version. Scope `apps:manage`.',
  })
  @Accepts(NewAppBody)
  @Returns(CreatedAppShape, { status: 201, description: 'Registered.' })
  async create(
    @BodyOf(NewAppBody) body: NewAppBody,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof CreatedAppShape>> {
    const { client, app } = partsOf(body);
    const publisher = app.publisher ?? access.principal.name;
    const created = await this.apps.create({ ...app, publisher, client }, access.principalId);
    return { ...appBody(created), sandbox_client: openedClientBody(created.sandbox) };
  }

  @Get(':id')
  @ApiOperation({
    summary: 'Show an app',
    description:
      'With warnings of secrets that end within 30, 14, 7 or 1 days. Scope `apps:manage`; any role in the app. To ' +
      'others it does not exist.',
  })
  @Returns(WatchedAppShape)
  async show(@IdParam('id') id: number, @CurrentAccess() access: Access): Promise<WatchedAppBody> {
    return watchedAppBody(await this.apps.show(id, access.principalId));
  }

  @Patch(':id')
  @ApiOperation({
    summary: 'Change an app',
    description: 'Scope `apps:manage`; role `admin` or `owner` in the app.',
  })
  @Accepts(ChangeAppBody)
  @Returns(WatchedAppShape)
  async change(
    @IdParam('id') id: number,
    @BodyOf(ChangeAppBody) body: ChangeAppBody,
    @CurrentAccess() access: Access,
  ): Promise<WatchedAppBody> {
    return watchedAppBody(await this.apps.change(id, access.principalId, body));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Deleted.' })
  @ApiOperation({
    summary: 'Delete an app',
    description:
      'Only while no version was promoted and no company has it installed (409 `app_in_use`). Its credentials end at ' +
      'once, its sandbox company closes; it stays readable. Scope `apps:manage`; role `owner` in the app.',
  })
  async delete(@IdParam('id') id: number, @CurrentAccess() access: Access): Promise<void> {
    await this.deletion.delete(id, access.principalId);
  }

  @Post(':id/transfer')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Give an app to another collaborator',
    description: 'They become its owner, you stay as an admin. Scope `apps:manage`; role `owner` in the app.',
  })
  @Accepts(TransferBody)
  @Returns(AppShape)
  async transfer(
    @IdParam('id') id: number,
    @BodyOf(TransferBody) body: TransferBody,
    @CurrentAccess() access: Access,
  ): Promise<AppBody> {
    return appBody(await this.collaborators.transfer(id, access.principalId, body.user_id));
  }
}

/** What is said of the app, and what of its client. */
function partsOf(body: NewAppBody) {
  const { client_type, profile, grant_types, redirect_uris, allowed_origins, default_scopes, ...rest } = body;
  const { id_token_signed_response_alg, post_logout_redirect_uris, backchannel_logout_uri, ...app } = rest;
  const client = {
    type: client_type,
    profile,
    grantTypes: grant_types,
    redirectUris: redirect_uris,
    allowedOrigins: allowed_origins,
    signedResponseAlg: id_token_signed_response_alg,
    postLogoutRedirectUris: post_logout_redirect_uris,
    backchannelLogoutUri: backchannel_logout_uri,
    ...(default_scopes ? { defaultScopes: default_scopes } : {}),
  };
  return { client, app };
}
