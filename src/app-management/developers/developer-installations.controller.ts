import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access, CurrentAccess, LEVELS, RequireScope } from '../../access/index.js';
import { asTime, asTimeOrNull } from '../../service-accounts/index.js';
import { IdParam, type Paged, PageQuery, QueryOf, ReturnsList } from '../../shared/index.js';
import { type DeveloperInstallation, DeveloperInstallations } from './developer-installations.js';

const InCompany = z.object({
  company: z.object({ id: z.number().int(), name: z.string(), environment: z.enum(['production', 'sandbox']) }),
  version: z.string(),
  status: z.enum(['active', 'suspended', 'uninstalled']),
  installed_at: z.string(),
  uninstalled_at: z.string().nullable(),
});

const EXAMPLE = {
  company: { id: 1, name: 'Harbour Construction', environment: 'production' as const },
  version: '1.0.0',
  status: 'active' as const,
  installed_at: '2026-01-05T08:00:00.000Z',
  uninstalled_at: null,
};

const InstallationShape = InCompany.meta({ example: EXAMPLE });

const OutlookShape = InCompany.extend({
  needs_approval: z.boolean(),
  increases: z.array(z.object({ tool: z.string(), approved: z.enum(LEVELS), asks: z.enum(LEVELS) })),
  widens_users: z.boolean().meta({ description: 'The ceiling for tokens of users rises or goes.' }),
}).meta({
  example: {
    ...EXAMPLE,
    needs_approval: true,
    increases: [{ tool: 'project.rfis', approved: 'standard', asks: 'admin' }],
    widens_users: false,
  },
});

const bodyOf = ({ installation, company, version }: DeveloperInstallation): z.input<typeof InCompany> => ({
  company: { id: company.id, name: company.name, environment: company.environment },
  version: version.version,
  status: installation.status,
  installed_at: asTime(installation.installedAt),
  uninstalled_at: asTimeOrNull(installation.uninstalledAt),
});

/** Where an app is installed, for those who develop it. */
@ApiTags('Apps')
@Controller('apps/:id')
@RequireScope('apps:manage')
export class DeveloperInstallationsController {
  constructor(private readonly installations: DeveloperInstallations) {}

  @Get('installations')
  @ApiOperation({
    summary: 'List the companies that installed an app',
    description: 'Companies, versions and dates; never people. Scope `apps:manage`; any role in the app.',
  })
  @ReturnsList(InstallationShape)
  async list(
    @IdParam('id') id: number,
    @QueryOf(PageQuery) query: PageQuery,
    @CurrentAccess() access: Access,
  ): Promise<Paged<z.input<typeof InstallationShape>>> {
    return (await this.installations.list(id, access.principalId, query)).map(bodyOf);
  }

  @Get('versions/:version/upgrade_check')
  @ApiOperation({
    summary: 'Tell which companies would have to approve a version',
    description:
      'For every company that runs a smaller version: whether an administrator would have to approve, and what for. ' +
      'Drafts may be asked about too, before they are promoted. Scope `apps:manage`; any role in the app.',
  })
  @ReturnsList(OutlookShape)
  async outlook(
    @IdParam('id') id: number,
    @Param('version') version: string,
    @QueryOf(PageQuery) query: PageQuery,
    @CurrentAccess() access: Access,
  ): Promise<Paged<z.input<typeof OutlookShape>>> {
    const page = await this.installations.outlook(id, access.principalId, version, query);
    return page.map((one) => ({
      ...bodyOf(one),
      needs_approval: one.diff.increases,
      increases: one.diff.tools
        .filter(({ isIncrease }) => isIncrease)
        .map(({ tool, approved, after }) => ({ tool, approved, asks: after })),
      widens_users: one.diff.widensUsers,
    }));
  }
}
