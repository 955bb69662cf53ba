export * from './api-usage.entity.js';
export { LastUses } from './last-uses.js';
export { registerMetering } from './metering.js';
export { UsageMeter } from './usage-meter.js';
export * from './usage.migration.js';
export * from './usage.module.js';
export * from './usage-totals.entity.js';
