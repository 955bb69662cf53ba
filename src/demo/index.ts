export * from './demo-facts.js';
export * from './seed-demo.js';
