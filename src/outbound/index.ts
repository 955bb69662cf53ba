export { type OutboundAnswer, type OutboundRequest } from './exchange.js';
export { OutboundError, type OutboundFailure, type TargetRefusal } from './outbound.errors.js';
export { Outbound, TOTAL_MS } from './outbound.js';
export * from './outbound.module.js';
