import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { AuditTrail } from '../audit/index.js';
import { ChangeFeed, ChangeStamps, Database, Entry, FactCache } from '../database/index.js';
import { randomId } from '../shared/index.js';
import { GrantCompanyEntity, GrantEntity } from './grant.entity.js';
import { RefreshFamilyEntity } from './refresh-family.entity.js';

/** A living grant with its companies. */
export interface Grant {
  readonly id: string;
  readonly scopes: string;
  readonly companies: readonly number[];
}

/** What one authorization covers now: its own companies, as far as the grant still has them. */
export interface FamilyFacts {
  readonly id: string;
  readonly companies: ReadonlySet<number>;
}

/** One consent: who, to which client, what, where. */
export interface Consent {
  readonly userId: number;
  readonly client: { readonly id: number; readonly clientId: string };
  readonly scopes: string;
  readonly companies: readonly number[];
}

const union = (a: readonly string[], b: readonly string[]): string => [...new Set([...a, ...b])].join(' ');

/** What users consented to. */
@Injectable()
export class Grants {
  private readonly families: FactCache<FamilyFacts>;

  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly audit: AuditTrail,
    stamps: ChangeStamps,
  ) {
    this.families = new FactCache(stamps, 50_000);
  }

  /** The living grant of a user to a client. */
  async find(userId: number, clientRowId: number): Promise<Grant | undefined> {
    const rows = await this.database.query<{ id: string; scopes: string; company_id: number | null }>(
      "SELECT g.id, g.scopes, c.company_id FROM grants g LEFT JOIN grant_companies c ON c.grant_id = g.id WHERE g.user_id = ? AND g.client_row_id = ? AND g.slot = ''",
      [userId, clientRowId],
    );
    if (rows.length === 0) return undefined;
    const companies = rows.flatMap(({ company_id }) => (company_id === null ? [] : [Number(company_id)]));
    return { id: rows[0].id, scopes: rows[0].scopes, companies };
  }

  /** Adds a consent to the user's grant, making it where there is none; in the caller's transaction. */
  async extend(consent: Consent): Promise<string> {
    const grant = await this.find(consent.userId, consent.client.id);
    const now = await this.database.now();
    const id = grant?.id ?? (await this.insert(consent, now));
    if (grant) {
      const scopes = union(grant.scopes.split(' '), consent.scopes.split(' '));
      await this.database.repository(GrantEntity).update({ id }, { scopes, updatedAt: now });
    }
    const added = consent.companies.filter((companyId) => !grant?.companies.includes(companyId));
    if (added.length > 0) {
      await this.database.repository(GrantCompanyEntity).insert(added.map((companyId) => ({ grantId: id, companyId })));
    }
    await this.feed.publish(Entry.grant(id));
    await this.recordConsent(id, consent);
    return id;
  }

  /** What the authorization behind a user's token covers. */
  facts(grantId: string, familyId: string): Promise<FamilyFacts> {
    return this.families.get(familyId, [Entry.grant(grantId)], () => this.loadFacts(grantId, familyId));
  }

  /** Takes a company out of all grants of a user, in the caller's transaction. */
  async withdrawCompany(userId: number, companyId: number): Promise<void> {
    const rows = await this.database.query<{ id: string }>(
      'SELECT g.id FROM grants g JOIN grant_companies c ON c.grant_id = g.id WHERE g.user_id = ? AND c.company_id = ?',
      [userId, companyId],
    );
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return;
    await this.database.repository(GrantCompanyEntity).delete({ grantId: In(ids), companyId });
    await this.feed.publish(...ids.map((id) => Entry.grant(id)));
  }

  private recordConsent(id: string, { userId, client, scopes, companies }: Consent): Promise<void> {
    return this.audit.record({
      action: 'grant.consented',
      subjectType: 'grant',
      subjectId: id,
      actorId: userId,
      clientId: client.clientId,
      after: { scopes, companies },
    });
  }

  private async insert(consent: Consent, now: number): Promise<string> {
    const id = randomId();
    await this.database.repository(GrantEntity).insert({
      id,
      userId: consent.userId,
      clientRowId: consent.client.id,
      slot: '',
      scopes: consent.scopes,
      createdAt: now,
      updatedAt: now,
      revokedAt: null,
    });
    return id;
  }

  private async loadFacts(grantId: string, familyId: string): Promise<FamilyFacts> {
    const [family] = await this.database.repository(RefreshFamilyEntity).find({
      where: { id: familyId },
      select: { id: true, companies: true },
    });
    const rows = await this.database.repository(GrantCompanyEntity).findBy({ grantId });
    const granted = new Set(rows.map(({ companyId }) => companyId));
    const companies = (family?.companies ?? []).filter((companyId) => granted.has(companyId));
    return { id: grantId, companies: new Set(companies) };
  }
}
