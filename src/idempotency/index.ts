export * from './idempotency.interceptor.js';
export * from './idempotency.migration.js';
export * from './idempotency.module.js';
export * from './idempotency-record.entity.js';
export { IDEMPOTENCY_HEADER } from './repeatable-request.js';
