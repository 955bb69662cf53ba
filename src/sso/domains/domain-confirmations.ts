import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { KeyRing } from '../../keys/index.js';
import { SECRET_PREFIXES, secretPayload } from '../../shared/index.js';
import { EmailDomains } from './email-domains.js';

/** What somebody who runs a domain is asked. */
export interface OpenConfirmation {
  readonly id: number;
  readonly companyId: number;
  readonly providerId: number;
  readonly domain: string;
  readonly company: string;
}

interface Row {
  readonly id: number | string;
  readonly company_id: number | string;
  readonly provider_id: number | string;
  readonly domain: string;
  readonly company: string;
}

/** The links that prove a domain: each good once. */
@Injectable()
export class DomainConfirmations {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly domains: EmailDomains,
  ) {}

  /** Undefined for a link that is damaged, foreign, used, replaced or ran out. */
  async find(token: string): Promise<OpenConfirmation | undefined> {
    if (secretPayload(SECRET_PREFIXES.domainConfirmation, token) === undefined) return undefined;
    const hashes = this.keys.hashes(token);
    const [row] = await this.database.query<Row>(
      `SELECT d.id, d.company_id, d.provider_id, d.domain, c.name AS company
       FROM email_domains d JOIN companies c ON c.id = d.company_id
       WHERE d.mail_hash IN (${marks(hashes)}) AND d.mail_expires_at > ${this.database.dialect.now} AND c.active = 1`,
      hashes,
    );
    if (!row) return undefined;
    const ids = { id: Number(row.id), companyId: Number(row.company_id), providerId: Number(row.provider_id) };
    return { ...ids, domain: row.domain, company: row.company };
  }

  /** Proves the domain; undefined where the link is not good any more. Throws domain_taken; the link then stays. */
  async confirm(token: string): Promise<OpenConfirmation | undefined> {
    const seen = await this.find(token);
    if (!seen) return undefined;
    return this.domains.within(seen.companyId, async () => {
      const open = await this.find(token);
      if (!open || !(await this.take(token))) return undefined;
      const { id, companyId, providerId } = open;
      await this.domains.prove(await this.domains.get({ companyId, providerId }, id), 'mail');
      return open;
    });
  }

  private async take(token: string): Promise<boolean> {
    const hashes = this.keys.hashes(token);
    const taken = await this.database.execute(
      `UPDATE email_domains SET mail_hash = NULL
       WHERE mail_hash IN (${marks(hashes)}) AND mail_expires_at > ${this.database.dialect.now}`,
      hashes,
    );
    return taken === 1;
  }
}

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');
