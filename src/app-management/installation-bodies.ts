import type { z } from 'zod';
import {
  type App,
  type AppVersion,
  compareVersions,
  hasServiceAccount,
  type ManifestShape,
  procoreComponents,
} from '../apps/index.js';
import type { UserProfile } from '../identity/index.js';
import { asTime, asTimeOrNull } from '../shared/index.js';
import type { AppInstallation } from './app-installation.entity.js';
import type { DeveloperApp, InstallationItem, InstallationShape, Person } from './installation-shapes.js';

/** Everything that a body shows of one installation. */
export interface InstallationView {
  readonly installation: AppInstallation;
  readonly app: App;
  readonly version: AppVersion;
  readonly newest: AppVersion | undefined;
  readonly installer: UserProfile | undefined;
  readonly uninstaller: UserProfile | undefined;
  readonly companyName: string;
}

const statusOf = ({ status }: AppInstallation) => (status === 'uninstalled' ? 'uninstalled' : 'installed');

const developerAppBody = ({ app, newest }: InstallationView): z.input<typeof DeveloperApp> => ({
  id: app.id,
  app_type: 'custom',
  connectable: true,
  description: app.description,
  internal: false,
  internal_name: app.name,
  marketplace_app: app.marketplace,
  marketplace_app_url: null,
  name: app.name,
  published_app_version_id: newest?.id ?? null,
  thumbnail_url: null,
  uid: app.uid,
});

function personBody(user: UserProfile | undefined, companyName: string): z.input<typeof Person> | null {
  if (!user) return null;
  const { id, email: login, name, enabled: is_active } = user;
  return { id, login, name, is_active, contact_id: null, company_name: companyName };
}

export const installationItem = (view: InstallationView): z.input<typeof InstallationItem> => ({
  id: view.installation.id,
  app_uid: view.app.uid,
  components: procoreComponents(view.version.manifest),
  developer_app: developerAppBody(view),
  installed_at: asTime(view.installation.installedAt),
  installer: personBody(view.installer, view.companyName),
  semantic_version: view.version.version,
  status: statusOf(view.installation),
  uninstalled_at: asTimeOrNull(view.installation.uninstalledAt),
  uninstaller: personBody(view.uninstaller, view.companyName),
  updatable_app_version_id: updateOf(view),
});

export const installationBody = (view: InstallationView): z.input<typeof InstallationShape> => ({
  id: view.installation.id,
  app_uid: view.app.uid,
  app_version_id: view.version.id,
  status: statusOf(view.installation),
  is_suspended: view.installation.status === 'suspended',
  installed_by: view.installer?.email ?? null,
  installed_at: asTime(view.installation.installedAt),
  uninstalled_at: asTimeOrNull(view.installation.uninstalledAt),
  uninstalled_by: view.uninstaller?.email ?? null,
  manifest_url: null,
  developer_app: developerAppBody(view),
  components: procoreComponents(view.version.manifest),
  manifest: view.version.manifest as z.input<typeof ManifestShape>,
  post_installation_instruction: { ...view.version.manifest.post_install_instruction },
  semantic_version: view.version.version,
  approved_permissions: view.installation.approvedPermissions,
  service_account_id: hasServiceAccount(view.version.manifest) ? view.installation.principalId : null,
});

/** A greater promoted version, which an administrator may upgrade to. */
const updateOf = ({ newest, version }: InstallationView): number | null =>
  newest && compareVersions(newest, version) > 0 ? newest.id : null;
