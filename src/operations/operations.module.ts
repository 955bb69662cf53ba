import { Module } from '@nestjs/common';
import { AppBlocking } from './app-blocking.js';
import { AuditEventsController } from './audit/audit-events.controller.js';
import { AuditEvents } from './audit/audit-events.js';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.js';
import { Retention } from './retention.js';

/** What operators and auditors need: health, retention, the audit trail, and the services behind the command line. */
@Module({
  controllers: [AuditEventsController, HealthController],
  providers: [AppBlocking, AuditEvents, Readiness, Retention],
  exports: [AppBlocking, AuditEvents],
})
export class OperationsModule {}
