import { Injectable } from '@nestjs/common';
import { type KeyBody, keyBody } from '../../clients/index.js';
import { CredentialPolicies, ServiceAccountKeys } from '../../service-accounts/index.js';

/** What a page tells of the keys of an account, and of what its company demands. */
export interface Credentials {
  readonly keys: readonly KeyBody[];
  readonly keysOnly: boolean;
  readonly maxSecretAgeDays: number | null;
}

/** Public keys of service accounts, and the policy under which they stand. */
@Injectable()
export class AccountCredentials {
  constructor(
    private readonly keys: ServiceAccountKeys,
    private readonly policies: CredentialPolicies,
  ) {}

  /** Throws not_found. */
  async of(companyId: number, id: number): Promise<Credentials> {
    const keys = (await this.keys.list(companyId, id)).map(keyBody);
    const { policy } = await this.policies.get(companyId);
    return { keys, keysOnly: policy?.allowSecrets === false, maxSecretAgeDays: policy?.maxSecretAgeDays ?? null };
  }

  /** Whether new accounts get no secret. */
  async areKeysOnly(companyId: number): Promise<boolean> {
    return (await this.policies.get(companyId)).policy?.allowSecrets === false;
  }
}
