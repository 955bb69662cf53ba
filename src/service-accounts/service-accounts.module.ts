import { Module } from '@nestjs/common';
import { CredentialPolicies } from './credential-policy/credential-policies.js';
import { CredentialPolicyController } from './credential-policy/credential-policy.controller.js';
import { ServiceAccountIdentity } from './service-account-identity.js';
import { ServiceAccountKeysController } from './service-account-keys.controller.js';
import { ServiceAccountKeys } from './service-account-keys.js';
import { ServiceAccountPermissionsController } from './service-account-permissions.controller.js';
import { ServiceAccountPermissions } from './service-account-permissions.js';
import { ServiceAccountProjects } from './service-account-projects.js';
import { ServiceAccountSecretsController } from './service-account-secrets.controller.js';
import { ServiceAccountSecrets } from './service-account-secrets.js';
import { ServiceAccountStore } from './service-account-store.js';
import { ServiceAccountsController } from './service-accounts.controller.js';
import { ServiceAccounts } from './service-accounts.js';

/** Company-managed service accounts: their life cycle, credentials and permissions. */
@Module({
  controllers: [
    ServiceAccountsController,
    ServiceAccountSecretsController,
    ServiceAccountKeysController,
    ServiceAccountPermissionsController,
    CredentialPolicyController,
  ],
  providers: [
    CredentialPolicies,
    ServiceAccountIdentity,
    ServiceAccountKeys,
    ServiceAccountPermissions,
    ServiceAccountProjects,
    ServiceAccountSecrets,
    ServiceAccountStore,
    ServiceAccounts,
  ],
  exports: [
    CredentialPolicies,
    ServiceAccountKeys,
    ServiceAccountPermissions,
    ServiceAccountProjects,
    ServiceAccountSecrets,
    ServiceAccountStore,
    ServiceAccounts,
  ],
})
export class ServiceAccountsModule {}
