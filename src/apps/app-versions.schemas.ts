import { z } from 'zod';
import { asTime, asTimeOrNull, linesText } from '../shared/index.js';
import { OpenedClientShape } from './app-clients.schemas.js';
import type { AppVersion } from './app-version.entity.js';
import { ManifestBody, ManifestShape } from './manifest/manifest.schemas.js';
import { permissionsOf } from './manifest/manifest.js';
import { parseVersion } from './semantic-version.js';

const Version = z
  .string()
  .refine((text) => parseVersion(text) !== undefined, 'must be three whole numbers such as 1.4.0');
const ReleaseNotes = linesText(10_000).trim().min(1);

/** Body of `POST /apps/{id}/versions`. */
export const NewVersionBody = z
  .strictObject({ version: Version, manifest: ManifestBody, release_notes: ReleaseNotes.nullable().default(null) })
  .meta({
    example: {
      version: '1.0.0',
      manifest: { components: ['service_account'], permissions: { project: { rfis: 'standard' } } },
    },
  });

export type NewVersionBody = z.output<typeof NewVersionBody>;

/** Body of `PATCH /apps/{id}/versions/{version}`. */
export const ChangeVersionBody = z
  .strictObject({ manifest: ManifestBody.optional(), release_notes: ReleaseNotes.nullable().optional() })
  .refine((body) => Object.keys(body).length > 0, 'must name at least one field')
  .meta({ example: { manifest: { components: ['user'] } } });

export type ChangeVersionBody = z.output<typeof ChangeVersionBody>;

/** Body of `POST /apps/{id}/versions/{version}/promote`. */
export const PromotionBody = z
  .strictObject({ release_notes: ReleaseNotes })
  .meta({ example: { release_notes: 'First release.' } });

export type PromotionBody = z.output<typeof PromotionBody>;

/** Body of `POST /apps/{id}/versions/{version}/withdraw`. */
export const WithdrawalBody = z
  .strictObject({
    reason: z.string().trim().min(1).max(2_000).meta({ description: 'Companies that ask for it read it.' }),
  })
  .meta({ example: { reason: 'Loses answers when an RFI is closed; use 1.0.1.' } });

export type WithdrawalBody = z.output<typeof WithdrawalBody>;

export const AppVersionShape = z
  .object({
    id: z.number().int(),
    version: z.string(),
    status: z.enum(['draft', 'testing', 'promoted', 'withdrawn']),
    manifest: ManifestShape,
    permissions: z.record(z.string(), z.enum(['read_only', 'standard', 'admin'])).meta({
      description: 'What a company approves: the permissions of the service account in one list.',
    }),
    release_notes: z.string().nullable(),
    sandbox_version_key: z.string().nullable(),
    production_version_key: z.string().nullable(),
    created_at: z.string(),
    promoted_at: z.string().nullable(),
    withdrawn_at: z.string().nullable(),
    withdrawal_reason: z.string().nullable(),
  })
  .meta({
    example: {
      id: 31,
      version: '1.0.0',
      status: 'testing',
      manifest: {
        schema_version: '4.1',
        components: ['service_account'],
        permissions: { company: {}, project: { 'project.rfis': 'standard' } },
      },
      permissions: { 'project.rfis': 'standard' },
      release_notes: null,
      sandbox_version_key: '7b8f6f0e-51d1-4b0e-9d3e-2f6f0f1a9c55',
      production_version_key: null,
      created_at: '2026-01-05T08:00:00.000Z',
      promoted_at: null,
      withdrawn_at: null,
      withdrawal_reason: null,
    },
  });

/** A promoted version; the first promotion also makes the production client and shows its secret this once. */
export const PromotedVersionShape = AppVersionShape.extend({ production_client: OpenedClientShape.nullable() });

export const appVersionBody = (version: AppVersion): z.input<typeof AppVersionShape> => ({
  id: version.id,
  version: version.version,
  status: version.status,
  manifest: version.manifest as z.input<typeof ManifestShape>,
  permissions: permissionsOf(version.manifest) as z.input<typeof AppVersionShape>['permissions'],
  release_notes: version.releaseNotes,
  sandbox_version_key: version.sandboxKey,
  production_version_key: version.productionKey,
  created_at: asTime(version.createdAt),
  promoted_at: asTimeOrNull(version.promotedAt),
  withdrawn_at: asTimeOrNull(version.withdrawnAt),
  withdrawal_reason: version.withdrawalReason,
});
