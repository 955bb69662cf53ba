import { App, AppCollaborator, AppVersion, Apps1760000001100 } from './apps/index.js';
import { AppInstallation, AppManagement1760000001200, PermittedProject } from './app-management/index.js';
import { AuditEvent, AuditEvents1760000000300 } from './audit/index.js';
import { ClientEntity, ClientOriginEntity, Clients1760000000600, ClientSecretEntity } from './clients/index.js';
import { ChangeFeed1760000000100, ChangeFeedEntry, type Schema } from './database/index.js';
import {
  Company,
  Directory1760000000700,
  Member,
  PermissionTemplate,
  Project,
  ProjectMember,
  ProjectTool,
} from './directory/index.js';
import { FirstPartyClients1760000003000 } from './first-party.js';
import { Idempotency1760000000850, IdempotencyRecord } from './requests/index.js';
import { Identity1760000000500, Principal, SessionRow, User } from './identity/index.js';
import { SealedKey, SealedKeys1760000000200 } from './keys/index.js';
import { Throttle, Throttles1760000000400 } from './limits/index.js';
import {
  AuthorizationCodeEntity,
  AuthorizationRequestEntity,
  CodeEpochs1760000002200,
  OAuth1760000000900,
} from './oauth/index.js';
import { Rfi, Rfis1760000002000 } from './rfis/index.js';
import { ServiceAccount, ServiceAccounts1760000001000 } from './service-accounts/index.js';
import {
  ConsentBounds1760000002100,
  GrantCompanyEntity,
  GrantEntity,
  RefreshFamilyEntity,
  RevocationEntity,
  Tokens1760000000800,
} from './tokens/index.js';

/** All tables of the program. A new module adds its entities and its migration here. */
export const SCHEMA: Schema = {
  entities: [
    ChangeFeedEntry,
    SealedKey,
    AuditEvent,
    Throttle,
    Principal,
    User,
    SessionRow,
    ClientEntity,
    ClientSecretEntity,
    ClientOriginEntity,
    Company,
    Project,
    ProjectTool,
    Member,
    ProjectMember,
    PermissionTemplate,
    GrantEntity,
    GrantCompanyEntity,
    RefreshFamilyEntity,
    RevocationEntity,
    IdempotencyRecord,
    AuthorizationCodeEntity,
    AuthorizationRequestEntity,
    App,
    AppCollaborator,
    AppVersion,
    AppInstallation,
    PermittedProject,
    ServiceAccount,
    Rfi,
  ],
  migrations: [
    ChangeFeed1760000000100,
    SealedKeys1760000000200,
    AuditEvents1760000000300,
    Throttles1760000000400,
    Identity1760000000500,
    Clients1760000000600,
    Directory1760000000700,
    Tokens1760000000800,
    Idempotency1760000000850,
    OAuth1760000000900,
    ServiceAccounts1760000001000,
    Apps1760000001100,
    AppManagement1760000001200,
    Rfis1760000002000,
    ConsentBounds1760000002100,
    CodeEpochs1760000002200,
    FirstPartyClients1760000003000,
  ],
};
