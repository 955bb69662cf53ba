import type { Schema } from './database/index.js';
import { Apps1760000001100, DeveloperApps1760000002500 } from './apps/index.js';
import {
  AppConfigurations1760000002700,
  AppLifecycle1760000002600,
  AppManagement1760000001200,
} from './app-management/index.js';
import { AuditEvents1760000000300, AuditSealing1760000002300 } from './audit/index.js';
import {
  ClientLogout1760000002940,
  ClientKeys1760000002720,
  Clients1760000000600,
  IdTokenAlgorithm1760000002900,
} from './clients/index.js';
import { ChangeFeed1760000000100 } from './database/index.js';
import {
  CompanyInvitations1760000002810,
  Directory1760000000700,
  MemberPages1760000002840,
  SignInPolicies1760000002950,
} from './directory/index.js';
import { ConsoleClient1760000003100, FirstPartyClients1760000003000 } from './first-party.js';
import { Idempotency1760000000850 } from './requests/index.js';
import {
  EmailConfirmations1760000003300,
  Identity1760000000500,
  PasswordEpochs1760000002835,
  PendingAges1760000002970,
  PasswordResets1760000002820,
  SecondFactors1760000002945,
  SessionMethods1760000002830,
  VerifiedEmails1760000002930,
} from './identity/index.js';
import { SealedKeys1760000000200 } from './keys/index.js';
import { Throttles1760000000400 } from './limits/index.js';
import { Mails1760000002800 } from './mail/index.js';
import {
  ClientSessions1760000002955,
  CodeEpochs1760000002200,
  CodeSignIns1760000002920,
  OAuth1760000000900,
} from './oauth/index.js';
import { Rfis1760000002000 } from './rfis/index.js';
import { CredentialPolicies1760000002710, ServiceAccounts1760000001000 } from './service-accounts/index.js';
import { DomainChecks1760000002980, SingleSignOn1760000002960 } from './sso/index.js';
import {
  Connections1760000002350,
  ConsentBounds1760000002100,
  FamilySignIns1760000002910,
  Tokens1760000000800,
} from './tokens/index.js';
import { Usage1760000002400, UsagePageSums1760000003200 } from './usage/index.js';
import { WebhookEndings1760000002850, Webhooks1760000002450 } from './webhooks/index.js';
import { WideColumns1760000002360 } from './wide-columns.js';

/** The history of all tables, in the order in which it is run. A new module adds its migration here. */
export const MIGRATIONS: Schema['migrations'] = [
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
  AuditSealing1760000002300,
  Connections1760000002350,
  WideColumns1760000002360,
  Usage1760000002400,
  Webhooks1760000002450,
  DeveloperApps1760000002500,
  AppLifecycle1760000002600,
  AppConfigurations1760000002700,
  CredentialPolicies1760000002710,
  ClientKeys1760000002720,
  Mails1760000002800,
  CompanyInvitations1760000002810,
  PasswordResets1760000002820,
  SessionMethods1760000002830,
  PasswordEpochs1760000002835,
  MemberPages1760000002840,
  WebhookEndings1760000002850,
  IdTokenAlgorithm1760000002900,
  FamilySignIns1760000002910,
  CodeSignIns1760000002920,
  VerifiedEmails1760000002930,
  ClientLogout1760000002940,
  SecondFactors1760000002945,
  SignInPolicies1760000002950,
  ClientSessions1760000002955,
  SingleSignOn1760000002960,
  PendingAges1760000002970,
  DomainChecks1760000002980,
  FirstPartyClients1760000003000,
  ConsoleClient1760000003100,
  UsagePageSums1760000003200,
  EmailConfirmations1760000003300,
];
