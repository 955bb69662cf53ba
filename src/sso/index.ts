export { DomainChecks } from './domains/domain-checks.js';
export { DomainChecks1760000002980 } from './domains/domain-checks.migration.js';
export { DomainMail, MAILBOXES } from './domains/domain-mail.js';
export * from './domains/email-domain.entity.js';
export { ConfirmationBody, type DomainBody, domainBody, NewDomainBody } from './domains/email-domains.schemas.js';
export { EmailDomains } from './domains/email-domains.js';
export { TxtRecords } from './domains/txt-records.js';
export type { Discovered } from './providers/discovery.js';
export * from './providers/emergency-administrator.entity.js';
export { EnforcementLifting } from './providers/enforcement-lifting.js';
export * from './providers/identity-provider.entity.js';
export {
  ChangeProviderBody,
  changeOf,
  NewProviderBody,
  type ProviderBody,
  providerBody,
} from './providers/identity-providers.schemas.js';
export { IdentityProviders } from './providers/identity-providers.js';
export { ProviderHandles } from './providers/provider-handles.js';
export { type ProviderCheck, ProviderTest } from './providers/provider-test.js';
export { callbackPath } from './sign-in/callback-path.js';
export { LinkedIdentities } from './sign-in/linked-identities.js';
export * from './sign-in/linked-identity.entity.js';
export { ProviderSessions } from './sign-in/provider-sessions.js';
export { CompanySignInPolicy } from './sign-in/sign-in-policy.js';
export * from './sign-in/sso-flow.entity.js';
export * from './sign-in/sso-session.entity.js';
export * from './sso.migration.js';
export * from './sso.module.js';
