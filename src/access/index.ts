export * from './access.js';
export { AccessChecks } from './access-checks.js';
export { AccessExplanation, AccessQuestion } from './access-checks.schemas.js';
export { TOKEN_FAULTS } from './access-checks.subjects.js';
export * from './access-declarations.js';
export * from './access.module.js';
export * from './access.service.js';
export { bearerToken } from './bearer.js';
export { BrowserPort, CONSOLE_CLIENT_ID, type PersonInBrowser } from './browser.js';
export { Challenges } from './challenges.js';
export { explain, type ExplainedCheck } from './decision.js';
export { isCompanyAdmin, neededScope } from './level-checks.js';
export { DecisionFacts } from './decision-facts.js';
export {
  accessIfAny,
  accessOf,
  CurrentAccess,
  CurrentPrincipal,
  InBrowser,
  Public,
  RequireCompanyRole,
  RequireProjectRole,
  RequireScope,
  RequireTool,
} from './decorators.js';
export * from './facts.js';
export * from './levels.js';
export { originIsForeign } from './origin.js';
export { type Refusal, refusalIfAny } from './refusal.js';
export * from './risk.js';
export type { AccessRequirement, Role, ToolRequirement } from './requirement.js';
export * from './scopes.js';
export * from './tool-catalogue.js';
export * from './tool.js';
