import { z } from 'zod';
import { greatestRisk, LEVELS, riskOf } from '../access/index.js';
import { compareVersions } from '../apps/index.js';
import { asTime, asTimeOrNull } from '../service-accounts/index.js';
import type { InstallationView } from './installation-bodies.js';

const Risk = z.enum(['normal', 'elevated', 'high']);

const Someone = z.object({ id: z.number().int(), name: z.string() });

/** One level that was approved, with how far it reaches. */
const Approved = z.object({ tool: z.string(), level: z.enum(LEVELS), risk: Risk });

/** What an administrator wants to know of an app at a glance. */
export const InstallationSummaryShape = z
  .object({
    id: z.number().int(),
    app: z.object({ id: z.number().int(), uid: z.string(), name: z.string(), publisher: z.string() }),
    status: z.enum(['active', 'suspended', 'uninstalled']),
    version: z.string(),
    update: z
      .object({ id: z.number().int(), version: z.string() })
      .nullable()
      .meta({ description: 'A greater version that waits for an upgrade.' }),
    authenticates: z
      .array(z.enum(['user', 'service_account']))
      .meta({ description: '`user`: for people who signed in. `service_account`: as itself.' }),
    permissions: z.array(Approved),
    risk: Risk.meta({ description: 'The greatest risk among the permissions.' }),
    permitted_projects: z.enum(['selected', 'all_and_future']),
    installed_for: Someone.nullable().meta({ description: 'Null: for the whole company.' }),
    installed_by: Someone.nullable(),
    installed_at: z.string(),
    upgraded_at: z.string().nullable(),
    suspended_at: z.string().nullable(),
    uninstalled_at: z.string().nullable(),
    can_roll_back: z.boolean(),
    last_used_at: z
      .string()
      .nullable()
      .meta({ description: 'The last call that succeeded, within 13 months and a few seconds.' }),
  })
  .meta({
    example: {
      id: 88,
      app: { id: 12, uid: '0c5cf0a5-8f0a-4b0c-9f5a-0e8a6f3c2d11', name: 'Field Reports', publisher: 'Example Ltd' },
      status: 'active',
      version: '1.0.0',
      update: { id: 34, version: '1.1.0' },
      authenticates: ['user', 'service_account'],
      permissions: [{ tool: 'project.rfis', level: 'standard', risk: 'normal' }],
      risk: 'normal',
      permitted_projects: 'selected',
      installed_for: null,
      installed_by: { id: 1, name: 'Ada Admin' },
      installed_at: '2026-01-05T08:00:00.000Z',
      upgraded_at: null,
      suspended_at: null,
      uninstalled_at: null,
      can_roll_back: false,
      last_used_at: '2026-01-15T16:20:07.000Z',
    },
  });

export type InstallationSummary = z.input<typeof InstallationSummaryShape>;

export function installationSummary(view: InstallationView, lastUsedAt: number | null): InstallationSummary {
  const { installation, app, version, newest, installer } = view;
  const permissions = Object.entries(installation.approvedPermissions).map(([tool, level]) => ({
    tool,
    level,
    risk: riskOf(tool, level),
  }));
  const isNewer = newest && compareVersions(newest, version) > 0;
  return {
    id: installation.id,
    app: { id: app.id, uid: app.uid, name: app.name, publisher: app.publisher },
    status: installation.status,
    version: version.version,
    update: isNewer ? { id: newest.id, version: newest.version } : null,
    authenticates: version.manifest.components.filter((component) => component !== 'embedded'),
    permissions,
    risk: greatestRisk(installation.approvedPermissions),
    permitted_projects: installation.permittedMode,
    installed_for: installation.installedFor === null ? null : someone(view.installer, installation.installedFor),
    installed_by: installer ? { id: installer.id, name: installer.name } : null,
    installed_at: asTime(installation.installedAt),
    upgraded_at: asTimeOrNull(installation.upgradedAt),
    suspended_at: asTimeOrNull(installation.suspendedAt),
    uninstalled_at: asTimeOrNull(installation.uninstalledAt),
    can_roll_back: installation.status !== 'uninstalled' && installation.previousVersionId !== null,
    last_used_at: asTimeOrNull(lastUsedAt),
  };
}

/** Whoever installed for themselves is who it is for. */
const someone = (installer: InstallationView['installer'], id: number) => ({ id, name: installer?.name ?? '' });
