import { Injectable, Logger } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { Database } from '../../database/index.js';
import { DomainNews } from './domain-news.js';
import { EmailDomain } from './email-domain.entity.js';
import { EmailDomains, recordNameOf, recordTextOf } from './email-domains.js';
import { TxtRecords } from './txt-records.js';

const DAY_MS = 24 * 3_600_000;
const MOST_AT_ONCE = 100;
/** One look may meet a mistake that somebody is about to mend. */
const MISSED_BEFORE_WARNING = 2;
const MISSED_BEFORE_END = 5;
const MISSING_BEFORE_END_MS = 7 * DAY_MS;

/**
 * Looks once a day whether the DNS still says what proved a domain. That nobody answers means nothing; a domain whose
 * record was missing for a week, whenever somebody answered, is not proven any more. Its administrators hear of it days
 * before. A domain that was proven by mail has no record to look for.
 */
@Injectable()
export class DomainChecks {
  private readonly logger = new Logger('Single sign-on');

  constructor(
    private readonly database: Database,
    private readonly domains: EmailDomains,
    private readonly txt: TxtRecords,
    private readonly news: DomainNews,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * What is due; each is looked at by one of several processes, and none keeps the others from it. `goesOn`: asked before
   * each.
   */
  async run(goesOn = (): boolean => true): Promise<void> {
    const rows = await this.database.query<{ id: number | string }>(
      `SELECT id FROM email_domains WHERE ${this.isDue} ORDER BY COALESCE(checked_at, verified_at) LIMIT ${MOST_AT_ONCE}`,
    );
    for (const { id } of rows) if (goesOn()) await this.look(Number(id));
  }

  private get isDue(): string {
    const { now } = this.database.dialect;
    return `proof_method = 'dns' AND proven_domain IS NOT NULL AND COALESCE(checked_at, verified_at) <= ${now} - ${DAY_MS}`;
  }

  private async claim(id: number): Promise<boolean> {
    const sql = `UPDATE email_domains SET checked_at = ${this.database.dialect.now} WHERE id = ? AND ${this.isDue}`;
    return (await this.database.execute(sql, [id])) === 1;
  }

  private async look(id: number): Promise<void> {
    try {
      if (await this.claim(id)) await this.check(id);
    } catch (error) {
      // No more than what kind: the text may hold values.
      const { name, code } = error as Error & { readonly code?: string };
      this.logger.error(`Domain ${id} was not looked at: ${name} ${code ?? ''}`.trimEnd());
    }
  }

  private async check(id: number): Promise<void> {
    const seen = await this.rows.findOneBy({ id });
    const texts = seen && (await this.txt.of(recordNameOf(seen)));
    if (!seen || !texts) return;
    const isThere = texts.includes(recordTextOf(seen));
    if (isThere && seen.missingSince === null) return;
    await this.domains.within(seen.companyId, async () => {
      const row = await this.rows.findOneBy({ id, challenge: seen.challenge, proofMethod: 'dns' });
      if (!row || row.verifiedAt !== seen.verifiedAt) return;
      if (isThere) await this.found(row);
      else await this.missed(row);
    });
  }

  private async found(row: EmailDomain): Promise<void> {
    await this.rows.update({ id: row.id }, { missingSince: null, missedChecks: 0 });
    if (row.missedChecks >= MISSED_BEFORE_WARNING) await this.record('email_domain.record_found', row, null);
  }

  private async missed(row: EmailDomain): Promise<void> {
    const now = await this.database.now();
    const missingSince = row.missingSince ?? now;
    const missed = row.missedChecks + 1;
    if (missed >= MISSED_BEFORE_END && now - missingSince >= MISSING_BEFORE_END_MS) {
      await this.domains.lose(row);
      return this.news.tell(row, 'lost');
    }
    await this.rows.update({ id: row.id }, { missingSince, missedChecks: missed });
    if (missed !== MISSED_BEFORE_WARNING) return;
    await this.record('email_domain.record_missing', row, missingSince);
    await this.news.tell(row, 'missing');
  }

  private record(action: string, { id, companyId, domain }: EmailDomain, since: number | null): Promise<void> {
    const after = { domain, ...(since !== null && { missing_since: new Date(since).toISOString() }) };
    return this.audit.record({ action, subjectType: 'email_domain', subjectId: id, companyId, after });
  }

  private get rows() {
    return this.database.repository(EmailDomain);
  }
}
