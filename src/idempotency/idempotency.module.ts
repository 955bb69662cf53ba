import { Module } from '@nestjs/common';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { IdempotencyRecords } from './idempotency-records.js';

@Module({ providers: [IdempotencyRecords, IdempotencyInterceptor], exports: [IdempotencyInterceptor] })
export class IdempotencyModule {}
