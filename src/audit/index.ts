export * from './audit-event.entity.js';
export * from './audit-trail.js';
export * from './audit.migration.js';
export * from './audit.module.js';
export { SecretInAuditError } from './secret-guard.js';
