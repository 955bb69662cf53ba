export * from './app-client-factory.js';
export { type OpenedClient } from './app-clients.schemas.js';
export * from './app-collaborator.entity.js';
export * from './app-releases.js';
export { AppTeam, type OwnApp } from './app-team.js';
export * from './app-version.entity.js';
export * from './app-versions.js';
export * from './app.entity.js';
export { appBlocked } from './apps.errors.js';
export * from './apps.js';
export * from './apps.migration.js';
export * from './apps.module.js';
export * from './client-settings.js';
export * from './developer-apps.migration.js';
export { checkConfiguration } from './manifest/configuration-check.js';
export {
  type Configuration,
  type ConfigurationField,
  type ConfigurationSchema,
} from './manifest/configuration.schemas.js';
export { ManifestShape } from './manifest/manifest.schemas.js';
export {
  type Component,
  hasServiceAccount,
  type Manifest,
  permissionsOf,
  procoreComponents,
  userPermissionsOf,
} from './manifest/manifest.js';
export { Marketplace, type MarketplaceApp } from './marketplace/marketplace.js';
export * from './ports.js';
export * from './semantic-version.js';
export { AppCollaborators } from './team/app-collaborators.js';
export { AppHandover } from './team/app-handover.js';
export { AppInvitation } from './team/app-invitation.entity.js';
export { MOST_APP_MAILS } from './team/app-invitations.js';
export * from './version-promotion.js';
