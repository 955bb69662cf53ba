export { AppBlocking } from './app-blocking.js';
export { type AuditEntry, AuditEvents } from './audit/audit-events.js';
export { AuditExportQuery, AuditListQuery } from './audit/audit-events.schemas.js';
export { exportLines } from './audit/audit-export.js';
export { runCommandLine, type CommandLineHost } from './cli/command-line.js';
export { OperationsModule } from './operations.module.js';
export { type Deleted, Retention } from './retention.js';
