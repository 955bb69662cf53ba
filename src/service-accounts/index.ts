export * from './secrets.schemas.js';
export * from './service-account.entity.js';
export * from './service-account-permissions.js';
export * from './service-account-projects.js';
export * from './service-account-secrets.js';
export { type ServiceAccountDetails } from './service-account-store.js';
export * from './service-accounts.js';
export * from './service-accounts.migration.js';
export * from './service-accounts.module.js';
