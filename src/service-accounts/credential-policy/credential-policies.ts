import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import type { SecretOptions } from '../../clients/index.js';
import { ChangeFeed, Database, Entry } from '../../database/index.js';
import { CompanyLock } from '../../directory/index.js';
import { conflict, type DomainError, invalidFields } from '../../shared/index.js';
import { CredentialPolicy } from './credential-policy.entity.js';

const DAY_MS = 24 * 3_600_000;

export type Demand = Pick<CredentialPolicy, 'maxSecretAgeDays' | 'allowSecrets'>;

const NO_DEMAND: Demand = { maxSecretAgeDays: null, allowSecrets: true };

/** How the living secrets of a company's service accounts stand. */
export interface SecretCounts {
  readonly total: number;
  readonly withoutEnd: number;
  readonly endingSoon: number;
}

export interface PolicyInForce {
  readonly policy: CredentialPolicy | null;
  readonly secrets: SecretCounts;
}

const secretsForbidden = (): DomainError =>
  conflict('secrets_forbidden', "The company's credential policy allows no secrets: add a key.");

const OF_COMPANY =
  "client_row_id IN (SELECT id FROM clients WHERE company_id = ? AND kind = 'service_account') AND revoked_at IS NULL";

/** How long secrets of service accounts may last, as a company's administrators decide. */
@Injectable()
export class CredentialPolicies {
  constructor(
    private readonly database: Database,
    private readonly lock: CompanyLock,
    private readonly feed: ChangeFeed,
    private readonly audit: AuditTrail,
  ) {}

  async get(companyId: number): Promise<PolicyInForce> {
    return { policy: await this.rows.findOneBy({ companyId }), secrets: await this.count(companyId) };
  }

  /**
   * In force at once: secrets that would outlast the limit get an earlier end, but no earlier than the grace. A wider
   * limit gives nobody a later end: their secrets were given out with this one.
   */
  set(companyId: number, setBy: number, demand: Demand, graceDays: number): Promise<PolicyInForce> {
    return this.database.transaction(async () => {
      await this.lock.take(companyId);
      const before = await this.rows.findOneBy({ companyId });
      const policy = { companyId, ...demand, setBy, setAt: await this.database.now() };
      await this.rows.delete({ companyId });
      await this.rows.insert({ ...policy });
      const shortened = await this.shorten(companyId, demand, policy.setAt + graceDays * DAY_MS);
      await this.audit.record({
        action: 'company.credential_policy_set',
        subjectType: 'company',
        subjectId: companyId,
        companyId,
        before: stateOf(before ?? NO_DEMAND),
        after: { ...stateOf(demand), grace_days: graceDays, shortened },
      });
      return { policy, secrets: await this.count(companyId) };
    });
  }

  /** The same options with an end that the company allows. Throws secrets_forbidden, 422 for an end beyond it. */
  async limit(companyId: number, options: SecretOptions): Promise<SecretOptions> {
    const { maxSecretAgeDays: days, allowSecrets } = await this.demandOf(companyId);
    if (!allowSecrets) throw secretsForbidden();
    if (days === null) return options;
    const latest = (await this.database.now()) + days * DAY_MS;
    if (options.expiresAt !== null && options.expiresAt > latest) {
      throw invalidFields({ expires_at: [`must be within ${days} days, as the company's credential policy says`] });
    }
    return { ...options, expiresAt: options.expiresAt ?? latest };
  }

  /** How a new account's first secret has to be; null where it may have none. */
  async firstSecret(companyId: number): Promise<SecretOptions | null> {
    const { allowSecrets } = await this.demandOf(companyId);
    return allowSecrets ? this.limit(companyId, { overlapSeconds: 0, expiresAt: null }) : null;
  }

  private async demandOf(companyId: number): Promise<Demand> {
    return (await this.rows.findOneBy({ companyId })) ?? NO_DEMAND;
  }

  /** How many secrets got an earlier end. */
  private async shorten(
    companyId: number,
    { maxSecretAgeDays, allowSecrets }: Demand,
    atEarliest: number,
  ): Promise<number> {
    if (allowSecrets && maxSecretAgeDays === null) return 0;
    const age = allowSecrets ? (maxSecretAgeDays ?? 0) * DAY_MS : 0;
    const end = 'CASE WHEN created_at + ? > ? THEN created_at + ? ELSE ? END';
    const [ends, tooLate] = [
      [age, atEarliest, age, atEarliest],
      `${OF_COMPANY} AND (expires_at IS NULL OR expires_at > ${end})`,
    ];
    const clients = await this.database.query<{ client_id: string }>(
      `SELECT client_id FROM clients WHERE id IN (SELECT client_row_id FROM client_secrets WHERE ${tooLate})`,
      [companyId, ...ends],
    );
    const shortened = await this.database.execute(`UPDATE client_secrets SET expires_at = ${end} WHERE ${tooLate}`, [
      ...ends,
      companyId,
      ...ends,
    ]);
    for (const { client_id } of clients) await this.feed.publish(Entry.client(client_id));
    return shortened;
  }

  private async count(companyId: number): Promise<SecretCounts> {
    const now = await this.database.now();
    const [row] = await this.database.query<Record<'total' | 'endless' | 'soon', unknown>>(
      `SELECT COUNT(*) AS total, COUNT(CASE WHEN expires_at IS NULL THEN 1 END) AS endless,
         COUNT(CASE WHEN expires_at <= ? THEN 1 END) AS soon
       FROM client_secrets WHERE ${OF_COMPANY} AND client_row_id IN (SELECT id FROM clients WHERE enabled = 1)
         AND (expires_at IS NULL OR expires_at > ?)`,
      [now + 30 * DAY_MS, companyId, now],
    );
    return { total: Number(row.total), withoutEnd: Number(row.endless), endingSoon: Number(row.soon) };
  }

  private get rows() {
    return this.database.repository(CredentialPolicy);
  }
}

const stateOf = ({ maxSecretAgeDays, allowSecrets }: Demand): object => ({
  max_age_days: maxSecretAgeDays,
  keys_only: !allowSecrets,
});
