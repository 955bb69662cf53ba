import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/index.js';
import { ClientRegistry } from '../../clients/index.js';
import { notFound, type Paged, type PageQuery } from '../../shared/index.js';
import { type CompanyConnection, CompanyConnections } from '../../tokens/index.js';
import { InstallationStore } from '../installation-store.js';

/** Which people connected an app to a company, and the switches that end it. */
@Injectable()
export class AppConnections {
  constructor(
    private readonly store: InstallationStore,
    private readonly clients: ClientRegistry,
    private readonly connections: CompanyConnections,
    private readonly audit: AuditTrail,
  ) {}

  /** Throws not_found for the installation of another company. */
  async list(companyId: number, id: number, query: PageQuery): Promise<Paged<CompanyConnection>> {
    const { appId } = await this.store.get(companyId, id);
    return this.connections.list({ companyId, clientRowIds: await this.clientsOf(appId) }, query);
  }

  /**
   * Ends the connections of everybody, or of one user, to this company: their tokens get `company_not_granted` here at
   * once and work on elsewhere. Throws not_found where that user has none.
   */
  end(companyId: number, id: number, userId?: number): Promise<number> {
    return this.store.within(companyId, async () => {
      const { appId } = await this.store.get(companyId, id);
      const clientRowIds = await this.clientsOf(appId);
      const ended = await this.connections.withdraw({
        companyId,
        clientRowIds,
        ...(userId === undefined ? {} : { userId }),
      });
      if (ended === 0 && userId !== undefined) throw notFound();
      if (ended > 0) await this.record(companyId, id, { app_id: appId, ended, user_id: userId ?? null });
      return ended;
    });
  }

  private async clientsOf(appId: number): Promise<number[]> {
    return (await this.clients.listOfApp(appId)).map(({ id }) => id);
  }

  private record(companyId: number, id: number, after: object): Promise<void> {
    const event = { action: 'installation.connections_ended', subjectType: 'installation', subjectId: id, companyId };
    return this.audit.record({ ...event, after });
  }
}
