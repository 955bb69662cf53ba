import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { Database } from '../../database/index.js';
import { CompanyLock } from '../../directory/index.js';
import { notFound, Paged, type PageQuery, pageWindow, randomId, runInRequestContext } from '../../shared/index.js';
import { ProviderSessions } from '../sign-in/provider-sessions.js';
import { domainNotProven, domainRefused, domainTaken, duplicateDomain, tooManyDomains } from '../sso.errors.js';
import { readDomain } from './domain-name.js';
import { EmailDomain, type ProofMethod } from './email-domain.entity.js';
import { TxtRecords } from './txt-records.js';

const MOST = 50;

const NOBODY = { requestId: '-', address: '-', actorId: null, clientId: null, companyId: null, confirm: null };

/** What later looks at the DNS found. */
const UNCHECKED = { checkedAt: null, missingSince: null, missedChecks: 0 };

/** What the record of a domain is to be named. */
export const recordNameOf = ({ domain }: EmailDomain): string => `_gatehouse-challenge.${domain}`;

/** What it is to say. */
export const recordTextOf = ({ challenge }: EmailDomain): string => `gatehouse-domain-verification=${challenge}`;

/** A provider of a company, as its routes name it. */
export interface ProviderRef {
  readonly companyId: number;
  readonly providerId: number;
}

/** The e-mail domains for which a company's providers speak. */
@Injectable()
export class EmailDomains {
  constructor(
    private readonly database: Database,
    private readonly lock: CompanyLock,
    private readonly txt: TxtRecords,
    private readonly sessions: ProviderSessions,
    private readonly audit: AuditTrail,
  ) {}

  async list(of: ProviderRef, query: PageQuery): Promise<Paged<EmailDomain>> {
    const [items, total] = await this.rows.findAndCount({ where: of, order: { id: 'ASC' }, ...pageWindow(query) });
    return new Paged(items, total, query);
  }

  /** Those of all its providers. */
  ofCompany(companyId: number): Promise<EmailDomain[]> {
    return this.rows.find({ where: { companyId }, order: { id: 'ASC' } });
  }

  /** Throws not_found, also for a domain of another provider. */
  async get(of: ProviderRef, id: number): Promise<EmailDomain> {
    const row = await this.rows.findOneBy({ ...of, id });
    if (!row) throw notFound();
    return row;
  }

  /** Adds a domain that is still to be proven. Throws domain_refused, duplicate_domain, too_many_domains. */
  add(of: ProviderRef, text: string): Promise<EmailDomain> {
    const read = readDomain(text);
    if ('refusal' in read) throw domainRefused(read.refusal);
    const { domain } = read;
    return this.within(of.companyId, async () => {
      if ((await this.rows.countBy({ companyId: of.companyId })) >= MOST) throw tooManyDomains(MOST);
      if (await this.rows.existsBy({ companyId: of.companyId, domain })) throw duplicateDomain();
      const createdAt = await this.database.now();
      const { identifiers } = await this.rows.insert({ ...of, domain, challenge: randomId(), createdAt });
      const row = await this.get(of, Number(identifiers[0].id));
      await this.record('email_domain.added', row, null, stateOf(row));
      return row;
    });
  }

  /** Looks for the record in the DNS. Throws domain_not_proven, domain_taken. */
  async verify(of: ProviderRef, id: number): Promise<EmailDomain> {
    const row = await this.get(of, id);
    const texts = await this.txt.of(recordNameOf(row));
    if (!texts) throw domainNotProven('no_answer', recordNameOf(row));
    if (!texts.includes(recordTextOf(row))) throw domainNotProven('no_record', recordNameOf(row));
    return this.within(of.companyId, async () => {
      const before = await this.get(of, id);
      // Removed and added again meanwhile, it has another challenge.
      if (before.challenge !== row.challenge) throw domainNotProven('no_record', recordNameOf(before));
      await this.endFormer(before, texts);
      return this.prove(before, 'dns');
    });
  }

  /**
   * Domains change hands. Where the DNS speaks for this company and not, or not any more, for the one that had proven the
   * domain, that one has lost it.
   */
  private async endFormer({ domain, companyId }: EmailDomain, texts: readonly string[]): Promise<void> {
    const former = await this.rows.findOneBy({ provenDomain: domain });
    if (!former || former.companyId === companyId || texts.includes(recordTextOf(former))) return;
    await this.lock.take(former.companyId);
    // Not for that company to know by whom, and from where.
    await runInRequestContext(NOBODY, () => this.lose(former));
  }

  /** Under the company's lock: the domain is not proven any more, and who came from its provider is signed out. */
  async lose(former: EmailDomain): Promise<void> {
    const nothing = { provenDomain: null, proofMethod: null, verifiedAt: null, ...UNCHECKED };
    await this.rows.update({ id: former.id, provenDomain: former.domain }, nothing);
    const ended = await this.sessions.end(former.providerId, { domain: former.domain });
    const after = { ...stateOf({ ...former, ...nothing }), ended_sessions: ended };
    await this.record('email_domain.lost', former, stateOf(former), after);
  }

  /** Under the company's lock, once there is a proof. Throws domain_taken. */
  async prove(before: EmailDomain, proofMethod: ProofMethod): Promise<EmailDomain> {
    const { id, domain: provenDomain, companyId, providerId } = before;
    const verifiedAt = await this.database.now();
    const end = { mailHash: null, mailExpiresAt: null, ...UNCHECKED };
    try {
      await this.rows.update({ id }, { provenDomain, proofMethod, verifiedAt, ...end });
    } catch (error) {
      if (this.database.dialect.isDuplicateKey(error)) throw domainTaken();
      throw error;
    }
    const after = await this.get({ companyId, providerId }, id);
    const ended = await this.sessions.endOthers(providerId);
    await this.record('email_domain.proven', after, stateOf(before), { ...stateOf(after), ended_sessions: ended });
    return after;
  }

  /** Its people do not sign in at the provider any more, and whoever did is signed out. Throws not_found. */
  withdraw(of: ProviderRef, id: number): Promise<void> {
    return this.within(of.companyId, async () => {
      const row = await this.get(of, id);
      await this.rows.delete({ id });
      const ended = await this.sessions.end(row.providerId, { domain: row.domain });
      await this.record('email_domain.removed', row, { ...stateOf(row), ended_sessions: ended }, null);
    });
  }

  /** In a transaction that has the company to itself. */
  within<T>(companyId: number, work: () => Promise<T>): Promise<T> {
    return this.database.transaction(async () => {
      await this.lock.take(companyId);
      return work();
    });
  }

  private record(
    action: string,
    { id, companyId }: EmailDomain,
    before: object | null,
    after: object | null,
  ): Promise<void> {
    return this.audit.record({ action, subjectType: 'email_domain', subjectId: id, companyId, before, after });
  }

  private get rows() {
    return this.database.repository(EmailDomain);
  }
}

const stateOf = ({ domain, providerId, proofMethod, verifiedAt }: EmailDomain): object => ({
  domain,
  identity_provider_id: providerId,
  proof_method: proofMethod,
  verified_at: verifiedAt === null ? null : new Date(verifiedAt).toISOString(),
});
