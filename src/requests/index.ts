export * from './idempotency.migration.js';
export * from './idempotency-record.entity.js';
export { type Claim, IdempotencyRecords } from './idempotency-records.js';
export * from './ports.js';
export * from './requests.interceptor.js';
export * from './requests.module.js';
export { IDEMPOTENCY_HEADER, type RepeatableRequest } from './repeatable-request.js';
