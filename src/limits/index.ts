export * from './limits.js';
export * from './limits.migration.js';
export * from './limits.module.js';
export * from './network.js';
export * from './throttle.entity.js';
