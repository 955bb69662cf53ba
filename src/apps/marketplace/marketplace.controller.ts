import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { RequireScope } from '../../access/index.js';
import { asTime, type Paged, PageQuery, QueryOf, ReturnsList } from '../../shared/index.js';
import { permissionsOf, userPermissionsOf } from '../manifest/manifest.js';
import { Marketplace, type MarketplaceApp } from './marketplace.js';

const Levels = z.record(z.string(), z.string());

const MarketplaceAppShape = z
  .object({
    id: z.number().int(),
    uid: z.string(),
    name: z.string(),
    description: z.string(),
    publisher: z.string(),
    website: z.string().nullable(),
    components: z.array(z.string()),
    permissions: Levels.meta({ description: 'What its service account asks for; repeat it to install the app.' }),
    user_permissions: Levels.nullable().meta({ description: 'The most that it does for a user; null: no ceiling.' }),
    setup_instructions: z.string().nullable(),
    version: z.string(),
    release_notes: z.string().nullable(),
    released_at: z.string(),
  })
  .meta({
    example: {
      id: 12,
      uid: '0c5cf0a5-8f0a-4b0c-9f5a-0e8a6f3c2d11',
      name: 'Field Reports',
      description: 'Sends RFIs to the field.',
      publisher: 'Example Ltd',
      website: null,
      components: ['service_account'],
      permissions: { 'project.rfis': 'standard' },
      user_permissions: null,
      setup_instructions: null,
      version: '1.0.0',
      release_notes: 'First release.',
      released_at: '2026-01-05T08:00:00.000Z',
    },
  });

type Body = z.input<typeof MarketplaceAppShape>;

/** What companies can choose from. */
@ApiTags('Marketplace')
@Controller('marketplace/apps')
@RequireScope()
export class MarketplaceController {
  constructor(private readonly marketplace: Marketplace) {}

  @Get()
  @ApiOperation({
    summary: 'List the apps in the marketplace',
    description:
      'Each in its newest promoted version. An administrator installs one by its `id`; others need the key of a ' +
      'version. Any valid token will do.',
  })
  @ReturnsList(MarketplaceAppShape)
  async list(@QueryOf(PageQuery) query: PageQuery): Promise<Paged<Body>> {
    return (await this.marketplace.apps(query)).map(bodyOf);
  }
}

const bodyOf = ({ app, version }: MarketplaceApp): Body => ({
  id: app.id,
  uid: app.uid,
  name: app.name,
  description: app.description,
  publisher: app.publisher,
  website: app.website,
  components: [...version.manifest.components],
  permissions: permissionsOf(version.manifest),
  user_permissions: userPermissionsOf(version.manifest),
  setup_instructions: version.manifest.setup_instructions ?? null,
  version: version.version,
  release_notes: version.releaseNotes,
  released_at: asTime(version.promotedAt ?? version.createdAt),
});
