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
  /** What was granted in each of them: a scope granted for one company is granted for no other. */
  readonly companyScopes: ReadonlyMap<number, string>;
}

interface GrantRow {
  readonly id: string;
  readonly scopes: string;
  readonly company_id: number | null;
  readonly company_scopes: string | null;
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

const union = (a: string, b: string): string => [...new Set(`${a} ${b}`.split(' ').filter(Boolean))].join(' ');

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
  find(userId: number, clientRowId: number): Promise<Grant | undefined> {
    return this.read(userId, clientRowId, '');
  }

  /**
   * Adds a consent to the user's grant, making it where there is none; in the caller's transaction. Consents of one
   * user to one client come one after the other.
   */
  async extend(consent: Consent): Promise<string> {
    const grant = await this.lockedOrNew(consent);
    const scopes = union(grant.scopes, consent.scopes);
    const now = await this.database.now();
    await this.database.repository(GrantEntity).update({ id: grant.id }, { scopes, updatedAt: now });
    for (const companyId of consent.companies) await this.extendCompany(grant, companyId, consent.scopes);
    await this.feed.publish(Entry.grant(grant.id));
    await this.recordConsent(grant.id, consent);
    return grant.id;
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

  private async read(userId: number, clientRowId: number, lock: string): Promise<Grant | undefined> {
    const rows = await this.database.query<GrantRow>(
      `SELECT g.id, g.scopes, c.company_id, c.scopes AS company_scopes FROM grants g
       LEFT JOIN grant_companies c ON c.grant_id = g.id
       WHERE g.user_id = ? AND g.client_row_id = ? AND g.slot = ''${lock}`,
      [userId, clientRowId],
    );
    if (rows.length === 0) return undefined;
    const [{ id, scopes }] = rows;
    const ofCompanies = rows.flatMap(({ company_id, company_scopes }): [number, string][] =>
      company_id === null ? [] : [[Number(company_id), company_scopes ?? '']],
    );
    return { id, scopes, companies: ofCompanies.map(([companyId]) => companyId), companyScopes: new Map(ofCompanies) };
  }

  private async lockedOrNew(consent: Consent): Promise<Grant> {
    const { forUpdate, insertIgnore, now } = this.database.dialect;
    const { userId, client, scopes } = consent;
    const found = await this.read(userId, client.id, forUpdate);
    if (found) return found;
    await this.database.execute(
      `${insertIgnore} INTO grants (id, user_id, client_row_id, slot, scopes, created_at, updated_at)
       VALUES (?, ?, ?, '', ?, ${now}, ${now})`,
      [randomId(), userId, client.id, scopes],
    );
    const made = await this.read(userId, client.id, forUpdate);
    if (!made) throw new Error('A grant that was just made is not there.');
    return made;
  }

  private async extendCompany(grant: Grant, companyId: number, scopes: string): Promise<void> {
    const companies = this.database.repository(GrantCompanyEntity);
    const known = grant.companyScopes.get(companyId);
    const row = { grantId: grant.id, companyId };
    if (known === undefined) await companies.insert({ ...row, scopes });
    else await companies.update(row, { scopes: union(known, scopes) });
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
