import { Injectable } from '@nestjs/common';
import { DirectoryFactsPort, InstallationFactsPort } from '../access/index.js';
import { ConnectOnConsent, type Offer } from '../app-management/index.js';
import type { Client } from '../clients/index.js';
import { Database } from '../database/index.js';
import { type ConnectableCompany, ConsentEffects, type Consenting, type InstallationOffer } from '../oauth/index.js';

interface CompanyRow {
  readonly id: number;
  readonly name: string;
  readonly environment: string;
  readonly second_factor: string;
}

/** A company of somebody who consents, and whether the session satisfies its sign-in policy. */
interface OwnCompany {
  readonly id: number;
  readonly name: string;
  readonly isOpen: boolean;
}

/** What a consent does in the chosen companies: app-management for the apps, the directory for the choice. */
@Injectable()
export class ConsentInCompanies extends ConsentEffects {
  constructor(
    private readonly database: Database,
    private readonly directory: DirectoryFactsPort,
    private readonly installations: InstallationFactsPort,
    private readonly connecting: ConnectOnConsent,
  ) {
    super();
  }

  async companiesFor(person: Consenting, client: Client): Promise<ConnectableCompany[]> {
    const mine = await this.companiesOf(person, client);
    const stateOf = async ({ id, isOpen }: OwnCompany): Promise<ConnectableCompany['state']> =>
      isOpen ? this.stateOf(id, person.userId, client) : 'needs_second_factor';
    return Promise.all(mine.map(async (company) => ({ ...company, state: await stateOf(company) })));
  }

  /** Looks before it locks, so that nobody can have other people's companies locked, and then looks again. */
  async mayChoose(person: Consenting, client: Client, companyIds: readonly number[]): Promise<boolean> {
    const areMine = async (): Promise<boolean> => {
      const open = (await this.companiesOf(person, client)).filter(({ isOpen }) => isOpen);
      const mine = new Set(open.map(({ id }) => id));
      return companyIds.every((id) => mine.has(id));
    };
    if (!(await areMine())) return false;
    for (const id of [...companyIds].sort((a, b) => a - b)) {
      await this.database.query(`SELECT id FROM companies WHERE id = ?${this.database.dialect.forUpdate}`, [id]);
    }
    return areMine();
  }

  async isClosedTo({ hasTwoFactors }: Consenting, companyIds: readonly number[]): Promise<boolean> {
    if (hasTwoFactors) return false;
    const companies = await Promise.all(companyIds.map((id) => this.directory.company(id)));
    return companies.some((company) => company?.active && company.demandsSecondFactor);
  }

  async offerOf({ appId, environment }: Client): Promise<(InstallationOffer & Offer) | null> {
    return appId === null || environment === null ? null : this.connecting.offerOf(appId, environment);
  }

  async connect(
    userId: number,
    client: Client,
    companyIds: readonly number[],
    approvedVersion: number | null,
  ): Promise<void> {
    const offer = await this.offerOf(client);
    if (client.appId === null || !offer || offer.versionId !== approvedVersion) return;
    await this.connecting.connect(userId, client.appId, offer, companyIds);
  }

  private async companiesOf({ userId, hasTwoFactors }: Consenting, client: Client): Promise<OwnCompany[]> {
    const rows = await this.database.query<CompanyRow>(
      `SELECT c.id, c.name, c.environment, c.second_factor FROM companies c JOIN members m ON m.company_id = c.id
       WHERE m.principal_id = ? AND m.status = 'active' AND c.active = 1 ORDER BY c.name, c.id`,
      [userId],
    );
    return rows
      .filter(({ environment }) => client.environment === null || environment === client.environment)
      .map((row) => ({
        id: Number(row.id),
        name: row.name,
        isOpen: hasTwoFactors || row.second_factor !== 'required',
      }));
  }

  private async stateOf(companyId: number, userId: number, client: Client): Promise<ConnectableCompany['state']> {
    if (client.appId === null) return 'installed';
    if (await this.installations.installation(companyId, client.appId, userId)) return 'installed';
    return this.connecting.stateOf(userId, companyId, client.appId, await this.offerOf(client));
  }
}
