import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { ChangeFeed, ChangeStamps, Database, Entry, FactCache } from '../database/index.js';
import { randomId } from '../shared/index.js';
import { type Connection, connectionsOf } from './connection.js';
import { type Covered, GrantEvents } from './grant-events.js';
import { GrantCompanyEntity, GrantEntity } from './grant.entity.js';
import { RefreshFamilyEntity } from './refresh-family.entity.js';

/** A living grant with its companies. */
export interface Grant {
  readonly id: string;
  readonly scopes: string;
  readonly companies: readonly GrantedCompany[];
}

/** A company of a grant: a scope granted for one company is granted for no other. */
export interface GrantedCompany extends Connection {
  readonly scopes: string;
}

interface GrantRow {
  readonly id: string;
  readonly scopes: string;
  readonly company_id: number | null;
  readonly company_scopes: string | null;
  readonly connection: string | null;
}

/** What one authorization covers now: its own companies, as far as they are connected since. */
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

const givenBy = ({ id }: Grant, { userId, client }: Consent, scopes: string, companyId: number | null): Covered => ({
  grantId: id,
  userId,
  clientId: client.clientId,
  companyId,
  scopes,
  isAlive: true,
});

/** What users consented to. */
@Injectable()
export class Grants {
  private readonly families: FactCache<FamilyFacts>;

  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
    private readonly events: GrantEvents,
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
   * user to one client come one after the other. Returns the grant with the connections of the consent alone.
   */
  async extend(consent: Consent): Promise<{ readonly id: string; readonly connections: readonly Connection[] }> {
    const grant = await this.lockedOrNew(consent);
    const scopes = union(grant.scopes, consent.scopes);
    const now = await this.database.now();
    await this.database.repository(GrantEntity).update({ id: grant.id }, { scopes, updatedAt: now });
    const connections: Connection[] = [];
    for (const companyId of consent.companies) {
      connections.push(await this.extendCompany(grant, companyId, consent));
    }
    await this.feed.publish(Entry.grant(grant.id));
    if (consent.companies.length === 0) await this.events.consented(givenBy(grant, consent, scopes, null), null);
    return { id: grant.id, connections };
  }

  /** What the authorization behind a user's token covers. */
  facts(grantId: string, familyId: string): Promise<FamilyFacts> {
    return this.families.get(familyId, [Entry.grant(grantId)], () => this.loadFacts(grantId, familyId));
  }

  /** Takes a company out of all grants of a user, in the caller's transaction. */
  async withdrawCompany(userId: number, companyId: number): Promise<void> {
    const lost = await this.events.ofUserIn(userId, companyId);
    const ids = lost.map(({ grantId }) => grantId);
    if (ids.length === 0) return;
    await this.database.repository(GrantCompanyEntity).delete({ grantId: In(ids), companyId });
    await this.feed.publish(...ids.map((id) => Entry.grant(id)));
    await this.events.ended('grant.company_withdrawn', lost);
  }

  private async read(userId: number, clientRowId: number, lock: string): Promise<Grant | undefined> {
    const rows = await this.database.query<GrantRow>(
      `SELECT g.id, g.scopes, c.company_id, c.scopes AS company_scopes, c.connection FROM grants g
       LEFT JOIN grant_companies c ON c.grant_id = g.id
       WHERE g.user_id = ? AND g.client_row_id = ? AND g.slot = ''${lock}`,
      [userId, clientRowId],
    );
    if (rows.length === 0) return undefined;
    const [{ id, scopes }] = rows;
    return { id, scopes, companies: rows.flatMap(companyOf) };
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

  private async extendCompany(grant: Grant, companyId: number, consent: Consent): Promise<Connection> {
    const companies = this.database.repository(GrantCompanyEntity);
    const known = grant.companies.find((company) => company.companyId === companyId);
    const row = { grantId: grant.id, companyId };
    const connection = known ? known.id : randomId();
    const scopes = known ? union(known.scopes, consent.scopes) : consent.scopes;
    if (known) await companies.update(row, { scopes });
    else await companies.insert({ ...row, scopes, connection });
    await this.events.consented(givenBy(grant, consent, scopes, companyId), known?.scopes ?? null);
    return { companyId, id: connection };
  }

  private async loadFacts(grantId: string, familyId: string): Promise<FamilyFacts> {
    const [family] = await this.database.repository(RefreshFamilyEntity).find({
      where: { id: familyId },
      select: { id: true, companies: true, connections: true },
    });
    const rows = await this.database.repository(GrantCompanyEntity).findBy({ grantId });
    const present = new Map(rows.map(({ companyId, connection }) => [companyId, connection]));
    const companies = connectionsOf(family?.companies ?? [], family?.connections ?? null)
      .filter(({ companyId, id }) => present.get(companyId) === id)
      .map(({ companyId }) => companyId);
    return { id: grantId, companies: new Set(companies) };
  }
}

const companyOf = ({ company_id, company_scopes, connection }: GrantRow): GrantedCompany[] =>
  company_id === null ? [] : [{ companyId: Number(company_id), id: connection, scopes: company_scopes ?? '' }];
