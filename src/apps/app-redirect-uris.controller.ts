import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access, CurrentAccess, RequireScope } from '../access/index.js';
import { Accepts, BodyOf, IdParam, Returns } from '../shared/index.js';
import { RedirectUri } from './app-clients.schemas.js';
import { AppRedirectUris, type ListedRedirectUri } from './app-redirect-uris.js';

const NewRedirectUriBody = z
  .strictObject({ redirect_uri: RedirectUri })
  .meta({ example: { redirect_uri: 'https://connector.example.com/callback' } });

type NewRedirectUri = z.output<typeof NewRedirectUriBody>;

const RedirectUriShape = z
  .object({ id: z.string().meta({ description: 'Follows from the URI.' }), redirect_uri: z.string() })
  .meta({ example: { id: 'Hq3sU2x1yQm0b8cZ7vK4tP', redirect_uri: 'https://connector.example.com/callback' } });

type RedirectUriBody = z.input<typeof RedirectUriShape>;

const bodyOf = ({ id, uri }: ListedRedirectUri): RedirectUriBody => ({ id, redirect_uri: uri });

/** Where a client may send people back to. */
@ApiTags('Apps')
@Controller('apps/:id/clients/:clientId/redirect_uris')
@RequireScope('apps:manage')
export class AppRedirectUrisController {
  constructor(private readonly uris: AppRedirectUris) {}

  @Get()
  @ApiOperation({
    summary: "List a client's redirect URIs",
    description: 'Scope `apps:manage`; any role in the app.',
  })
  @Returns(RedirectUriShape.array())
  async list(
    @IdParam('id') id: number,
    @Param('clientId') clientId: string,
    @CurrentAccess() access: Access,
  ): Promise<RedirectUriBody[]> {
    return (await this.uris.list(id, access.principalId, clientId)).map(bodyOf);
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Add a redirect URI',
    description: 'Beside those that there are. Scope `apps:manage`; role `admin` or `owner` in the app.',
  })
  @Accepts(NewRedirectUriBody)
  @Returns(RedirectUriShape, { status: 201, description: 'Added.' })
  async add(
    @IdParam('id') id: number,
    @Param('clientId') clientId: string,
    @BodyOf(NewRedirectUriBody) body: NewRedirectUri,
    @CurrentAccess() access: Access,
  ): Promise<RedirectUriBody> {
    return bodyOf(await this.uris.add(id, access.principalId, clientId, body.redirect_uri));
  }

  @Delete(':uriId')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Removed.' })
  @ApiOperation({
    summary: 'Remove a redirect URI',
    description:
      'No authorization leads there any more. The last one stays while the client is registered for ' +
      '`authorization_code` (409 `last_redirect_uri`). Scope `apps:manage`; role `admin` or `owner` in the app.',
  })
  async remove(
    @IdParam('id') id: number,
    @Param('clientId') clientId: string,
    @Param('uriId') uriId: string,
    @CurrentAccess() access: Access,
  ): Promise<void> {
    await this.uris.takeOff(id, access.principalId, clientId, uriId);
  }
}
