export * from './key.js';
export * from './key-ring.js';
export * from './keys.errors.js';
export * from './keys.migration.js';
export * from './keys.module.js';
export * from './master-keys.js';
export * from './sealed-key.entity.js';
