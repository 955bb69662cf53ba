import { z } from 'zod';
import { ManifestShape } from '../apps/index.js';

/** The app, as Procore describes one. */
export const DeveloperApp = z.object({
  id: z.number().int(),
  app_type: z.string(),
  connectable: z.boolean(),
  description: z.string(),
  internal: z.boolean(),
  internal_name: z.string(),
  marketplace_app: z.boolean(),
  marketplace_app_url: z.string().nullable(),
  name: z.string(),
  published_app_version_id: z.number().int().nullable(),
  thumbnail_url: z.string().nullable(),
  uid: z.string(),
});

/** Who installed or uninstalled. */
export const Person = z.object({
  id: z.number().int(),
  login: z.string(),
  name: z.string(),
  is_active: z.boolean(),
  contact_id: z.number().int().nullable(),
  company_name: z.string(),
});

const DEVELOPER_APP = {
  id: 12,
  app_type: 'custom',
  connectable: true,
  description: 'Sends RFIs to the field.',
  internal: false,
  internal_name: 'Field Reports',
  marketplace_app: false,
  marketplace_app_url: null,
  name: 'Field Reports',
  published_app_version_id: 31,
  thumbnail_url: null,
  uid: '0c5cf0a5-8f0a-4b0c-9f5a-0e8a6f3c2d11',
};

/** An installation in a list, in Procore's shape. */
export const InstallationItem = z
  .object({
    id: z.number().int(),
    app_uid: z.string(),
    components: z.array(z.string()),
    developer_app: DeveloperApp,
    installed_at: z.string(),
    installer: Person.nullable(),
    semantic_version: z.string(),
    status: z.enum(['installed', 'uninstalled']),
    uninstalled_at: z.string().nullable(),
    uninstaller: Person.nullable(),
    updatable_app_version_id: z.number().int().nullable(),
  })
  .meta({
    example: {
      id: 88,
      app_uid: DEVELOPER_APP.uid,
      components: ['oauth'],
      developer_app: DEVELOPER_APP,
      installed_at: '2026-01-05T08:00:00.000Z',
      installer: {
        id: 1,
        login: 'admin@example.com',
        name: 'Ada Admin',
        is_active: true,
        contact_id: null,
        company_name: 'Example Builders',
      },
      semantic_version: '1.0.0',
      status: 'installed',
      uninstalled_at: null,
      uninstaller: null,
      updatable_app_version_id: null,
    },
  });

/** One installation, in Procore's shape, with what Gatehouse adds. */
export const InstallationShape = z
  .object({
    id: z.number().int(),
    app_uid: z.string(),
    app_version_id: z.number().int(),
    status: z.enum(['installed', 'uninstalled']),
    is_suspended: z.boolean(),
    installed_by: z.string().nullable(),
    installed_at: z.string(),
    uninstalled_at: z.string().nullable(),
    uninstalled_by: z.string().nullable(),
    manifest_url: z.string().nullable(),
    developer_app: DeveloperApp,
    components: z.array(z.string()),
    manifest: ManifestShape,
    post_installation_instruction: z.record(z.string(), z.unknown()),
    semantic_version: z.string(),
    approved_permissions: z.record(z.string(), z.string()),
    service_account_id: z.number().int().nullable().meta({ description: 'The principal that the app runs as here.' }),
  })
  .meta({
    example: {
      id: 88,
      app_uid: DEVELOPER_APP.uid,
      app_version_id: 31,
      status: 'installed',
      is_suspended: false,
      installed_by: 'admin@example.com',
      installed_at: '2026-01-05T08:00:00.000Z',
      uninstalled_at: null,
      uninstalled_by: null,
      manifest_url: null,
      developer_app: DEVELOPER_APP,
      components: ['oauth'],
      manifest: {
        schema_version: '4.1',
        components: ['service_account'],
        permissions: { company: {}, project: { 'project.rfis': 'standard' } },
      },
      post_installation_instruction: {},
      semantic_version: '1.0.0',
      approved_permissions: { 'project.rfis': 'standard' },
      service_account_id: 61,
    },
  });
