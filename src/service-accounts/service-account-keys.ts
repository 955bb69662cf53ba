import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/index.js';
import { ClientKeys, type KeySummary, type PublicJwk } from '../clients/index.js';
import { Database } from '../database/index.js';
import { clientOf } from './service-account-identity.js';
import { ServiceAccountStore } from './service-account-store.js';
import type { ServiceAccount } from './service-account.entity.js';

/** The public keys of service accounts: with one, an account needs no secret. */
@Injectable()
export class ServiceAccountKeys {
  constructor(
    private readonly database: Database,
    private readonly store: ServiceAccountStore,
    private readonly keys: ClientKeys,
    private readonly audit: AuditTrail,
  ) {}

  async list(companyId: number, id: number): Promise<KeySummary[]> {
    const account = await this.store.get(companyId, id);
    return this.keys.list(account.clientRowId);
  }

  /** Throws duplicate_key, too_many_keys. */
  add(companyId: number, id: number, jwk: PublicJwk, expiresAt: number | null): Promise<KeySummary> {
    return this.database.transaction(async () => {
      const account = await this.store.changing(companyId, id);
      const key = await this.keys.add(clientOf(account), jwk, expiresAt);
      const { id: keyId, thumbprint, alg } = key;
      await this.record('service_account.key_added', account, {
        key_id: keyId,
        thumbprint,
        alg,
        expires_at: expiresAt,
      });
      return key;
    });
  }

  /** Ends a key and the tokens that were obtained with it. Throws not_found. */
  revoke(companyId: number, id: number, keyId: string): Promise<void> {
    return this.database.transaction(async () => {
      const account = await this.store.changing(companyId, id);
      await this.keys.revoke(clientOf(account), keyId);
      await this.record('service_account.key_revoked', account, { key_id: keyId });
    });
  }

  private record(action: string, { principalId, companyId }: ServiceAccount, after: object): Promise<void> {
    return this.audit.record({ action, subjectType: 'service_account', subjectId: principalId, companyId, after });
  }
}
