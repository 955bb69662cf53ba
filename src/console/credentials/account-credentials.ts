import { Injectable } from '@nestjs/common';
import { type KeyBody, keyBody } from '../../clients/index.js';
import { CredentialPolicies, ServiceAccountKeys } from '../../service-accounts/index.js';

/** What a page tells of the keys of an account, and of what its company demands. */
export interface Credentials {
  readonly keys: readonly KeyBody[];
  readonly keysOnly: boolean;
  readonly maxSecretAgeDays: number | null;
}

/** What a policy demands, in one word: `loose` for one without demands. */
export interface PolicyInForce {
  readonly kind: 'none' | 'loose' | 'days' | 'keys';
  readonly days: number;
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

  async policyOf(companyId: number): Promise<PolicyInForce> {
    const { policy } = await this.policies.get(companyId);
    if (policy === null) return { kind: 'none', days: 0 };
    if (!policy.allowSecrets) return { kind: 'keys', days: 0 };
    return policy.maxSecretAgeDays === null
      ? { kind: 'loose', days: 0 }
      : { kind: 'days', days: policy.maxSecretAgeDays };
  }
}
