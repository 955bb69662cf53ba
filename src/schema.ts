import { App, AppCollaborator, AppInvitation, AppVersion } from './apps/index.js';
import {
  AppConfiguration,
  AppInstallation,
  AppPolicy,
  ConfiguredProject,
  InstallationRequest,
  PermittedProject,
} from './app-management/index.js';
import { AuditChain, AuditEvent, AuditSeal, AuditSealing } from './audit/index.js';
import {
  ClientEntity,
  ClientKeyEntity,
  ClientOriginEntity,
  ClientSecretEntity,
  UsedAssertion,
} from './clients/index.js';
import { ChangeFeedEntry, type Schema } from './database/index.js';
import {
  Company,
  CompanyInvitation,
  Member,
  PermissionTemplate,
  Project,
  ProjectMember,
  ProjectTool,
} from './directory/index.js';
import { IdempotencyRecord } from './requests/index.js';
import {
  EmailConfirmation,
  Passkey,
  PasskeyChallenge,
  PasswordReset,
  PendingSignInRow,
  Principal,
  RecoveryCode,
  RecoverySet,
  SessionRow,
  TotpFactor,
  User,
} from './identity/index.js';
import { SealedKey } from './keys/index.js';
import { Throttle } from './limits/index.js';
import { Mail } from './mail/index.js';
import { AuthorizationCodeEntity, AuthorizationRequestEntity, ClientSessionEntity } from './oauth/index.js';
import { Rfi } from './rfis/index.js';
import { CredentialPolicy, ServiceAccount } from './service-accounts/index.js';
import {
  EmailDomain,
  EmergencyAdministrator,
  IdentityProvider,
  LinkedIdentity,
  SsoFlow,
  SsoSession,
} from './sso/index.js';
import { GrantCompanyEntity, GrantEntity, RefreshFamilyEntity, RevocationEntity } from './tokens/index.js';
import { ApiUsage, UsageBatch, UsageSubject, UsageTotal } from './usage/index.js';
import { Webhook, WebhookAttempt, WebhookDelivery, WebhookNotice, WebhookSecret } from './webhooks/index.js';
import { MIGRATIONS } from './migrations.js';

/** All tables of the program. A new module adds its entities here. */
export const SCHEMA: Schema = {
  entities: [
    ChangeFeedEntry,
    SealedKey,
    AuditEvent,
    AuditSeal,
    AuditChain,
    AuditSealing,
    Throttle,
    Mail,
    Principal,
    User,
    SessionRow,
    EmailConfirmation,
    PasswordReset,
    TotpFactor,
    Passkey,
    RecoveryCode,
    RecoverySet,
    PendingSignInRow,
    PasskeyChallenge,
    ClientEntity,
    ClientSecretEntity,
    ClientOriginEntity,
    ClientKeyEntity,
    UsedAssertion,
    Company,
    Project,
    ProjectTool,
    Member,
    ProjectMember,
    CompanyInvitation,
    PermissionTemplate,
    IdentityProvider,
    EmergencyAdministrator,
    EmailDomain,
    LinkedIdentity,
    SsoFlow,
    SsoSession,
    GrantEntity,
    GrantCompanyEntity,
    RefreshFamilyEntity,
    RevocationEntity,
    IdempotencyRecord,
    AuthorizationCodeEntity,
    AuthorizationRequestEntity,
    ClientSessionEntity,
    App,
    AppCollaborator,
    AppInvitation,
    AppVersion,
    AppInstallation,
    PermittedProject,
    InstallationRequest,
    AppPolicy,
    AppConfiguration,
    ConfiguredProject,
    ServiceAccount,
    CredentialPolicy,
    ApiUsage,
    UsageBatch,
    UsageTotal,
    UsageSubject,
    Webhook,
    WebhookSecret,
    WebhookDelivery,
    WebhookAttempt,
    WebhookNotice,
    Rfi,
  ],
  migrations: MIGRATIONS,
};
