export * from './rfi.entity.js';
export * from './rfis.migration.js';
export * from './rfis.module.js';
