import { Module } from '@nestjs/common';
import { AppBlocking } from './app-blocking.js';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.js';
import { Retention } from './retention.js';

/** What operators need: health, retention, and the services behind the command line. */
@Module({ controllers: [HealthController], providers: [AppBlocking, Readiness, Retention], exports: [AppBlocking] })
export class OperationsModule {}
