import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access, CurrentAccess, RequireScope } from '../../access/index.js';
import { Accepts, BodyOf, IdParam, Returns } from '../../shared/index.js';
import { AppTeam } from '../app-team.js';
import { ManifestBody } from './manifest.schemas.js';
import { Manifests } from './manifests.js';

const example = { manifest: { components: ['service_account'], permissions: { project: { rfis: 'standard' } } } };

/** What the manifest should be; what it is, is what is asked. */
const DocumentedBody = z.strictObject({ manifest: ManifestBody }).meta({ example });
const CheckBody = z.strictObject({ manifest: z.unknown() });

const CheckShape = z
  .object({ valid: z.boolean(), errors: z.record(z.string(), z.array(z.string())) })
  .meta({ example: { valid: false, errors: { 'manifest.permissions.project.rfiz': ['is not a project tool'] } } });

/** Manifests, before a version is made of them. */
@ApiTags('Apps')
@Controller('apps/:id/manifest_checks')
@RequireScope('apps:manage')
export class ManifestChecksController {
  constructor(
    private readonly team: AppTeam,
    private readonly manifests: Manifests,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Check a manifest',
    description:
      'Names every fault with its path, as drafting a version would, and changes nothing. Scope `apps:manage`; any ' +
      'role in the app.',
  })
  @Accepts(DocumentedBody)
  @Returns(CheckShape)
  async check(
    @IdParam('id') id: number,
    @BodyOf(CheckBody) body: z.output<typeof CheckBody>,
    @CurrentAccess() access: Access,
  ): Promise<z.input<typeof CheckShape>> {
    await this.team.reading(id, access.principalId);
    const faults = await this.manifests.faultsFor(id, body.manifest);
    const errors = Object.fromEntries(Object.entries(faults).map(([path, messages]) => [path, [...messages]]));
    return { valid: Object.keys(errors).length === 0, errors };
  }
}
