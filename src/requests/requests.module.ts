import { Module } from '@nestjs/common';
import { IdempotencyRecords } from './idempotency-records.js';
import { Preconditions } from './preconditions.js';
import { RequestsInterceptor } from './requests.interceptor.js';

/** What a client may ask of any change: that it happens once, or only to what the client has seen. */
@Module({
  providers: [IdempotencyRecords, Preconditions, RequestsInterceptor],
  exports: [IdempotencyRecords, RequestsInterceptor],
})
export class RequestsModule {}
