import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { AuditTrail } from '../audit/index.js';
import {
  ClientSecretEntity,
  ClientSecrets,
  type IssuedSecret,
  type SecretOptions,
  type SecretSummary,
} from '../clients/index.js';
import { Database } from '../database/index.js';
import { CredentialPolicies } from './credential-policy/credential-policies.js';
import { clientOf } from './service-account-identity.js';
import { ServiceAccountStore } from './service-account-store.js';
import type { ServiceAccount } from './service-account.entity.js';

/** What a list of accounts says about their secrets. */
export interface SecretFacts {
  /** Of every secret there ever was; null: never. */
  readonly lastUsedAt: number | null;
  /** Of those that still work, newest first. */
  readonly hints: readonly string[];
  /** When the last of those ends; null: one of them never does, or there is none. */
  readonly endsAt: number | null;
}

/** Rotation: permissions and memberships stay, and the old secret stays valid until its end date. */
@Injectable()
export class ServiceAccountSecrets {
  constructor(
    private readonly database: Database,
    private readonly store: ServiceAccountStore,
    private readonly secrets: ClientSecrets,
    private readonly policies: CredentialPolicies,
    private readonly audit: AuditTrail,
  ) {}

  async list(companyId: number, id: number): Promise<SecretSummary[]> {
    const account = await this.store.get(companyId, id);
    return this.secrets.list(account.clientRowId);
  }

  /** Throws 422 for an end beyond what the company's credential policy allows. */
  create(companyId: number, id: number, wanted: SecretOptions): Promise<IssuedSecret> {
    return this.database.transaction(async () => {
      const account = await this.store.changing(companyId, id);
      const options = await this.policies.limit(companyId, wanted);
      const issued = await this.secrets.create(clientOf(account), options);
      const after = {
        secret_id: issued.id,
        hint: issued.hint,
        expires_at: issued.expiresAt,
        overlap_seconds: options.overlapSeconds,
      };
      await this.record('service_account.secret_created', account, after);
      return issued;
    });
  }

  /** Ends a secret and the tokens that were obtained with it. Throws not_found. */
  revoke(companyId: number, id: number, secretId: string): Promise<void> {
    return this.database.transaction(async () => {
      const account = await this.store.changing(companyId, id);
      await this.secrets.revoke(clientOf(account), secretId);
      await this.record('service_account.secret_revoked', account, { secret_id: secretId });
    });
  }

  /** One statement for a whole page of accounts; by client row. */
  async factsOf(accounts: readonly ServiceAccount[]): Promise<Map<number, SecretFacts>> {
    const ids = accounts.map(({ clientRowId }) => clientRowId);
    const [now, secrets] = await Promise.all([
      this.database.now(),
      this.database
        .repository(ClientSecretEntity)
        .find({ where: { clientRowId: In(ids) }, order: { createdAt: 'DESC', id: 'DESC' } }),
    ]);
    return new Map(
      ids.map((id) => [
        id,
        factsOf(
          secrets.filter(({ clientRowId }) => clientRowId === id),
          now,
        ),
      ]),
    );
  }

  private record(action: string, { principalId, companyId }: ServiceAccount, after: object): Promise<void> {
    return this.audit.record({ action, subjectType: 'service_account', subjectId: principalId, companyId, after });
  }
}

function factsOf(secrets: readonly ClientSecretEntity[], now: number): SecretFacts {
  const lastUsed = secrets.reduce((latest, { lastUsedAt }) => Math.max(latest, lastUsedAt ?? 0), 0);
  const living = secrets.filter(
    ({ revokedAt, expiresAt }) => revokedAt === null && (expiresAt === null || expiresAt > now),
  );
  const ends = living.map(({ expiresAt }) => expiresAt ?? Infinity);
  const last = Math.max(0, ...ends);
  const endsAt = ends.length === 0 || last === Infinity ? null : last;
  return { lastUsedAt: lastUsed || null, hints: living.map(({ hint }) => hint), endsAt };
}
