import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { AppInstallation, InstallationRequest } from '../../app-management/index.js';
import { App } from '../../apps/index.js';
import type { AuditedFacts } from '../../audit/index.js';
import { ClientEntity } from '../../clients/index.js';
import { Database } from '../../database/index.js';
import { Company } from '../../directory/index.js';
import type { EventType } from './event-types.js';
import type { Audience } from './subscribers.js';
import { member } from './told-changes.js';

/** What is told: ids and names for everybody, and who the people are for the company alone. */
export interface EventData {
  readonly shared: Readonly<Record<string, unknown>>;
  readonly forCompany: Readonly<Record<string, unknown>>;
}

export const dataFor = (audience: Audience, { shared, forCompany }: EventData): object =>
  audience === 'company' ? { ...shared, ...forCompany } : shared;

interface Named {
  readonly id: number;
  readonly name: string;
}

const MOST_REQUESTS = 500;

/** The `data` of events, read in the transaction of the change: only where somebody wants to hear of it. */
@Injectable()
export class EventDataReader {
  constructor(private readonly database: Database) {}

  /** Undefined where what the event is about is not there any more. */
  async of(type: EventType, facts: AuditedFacts): Promise<EventData | undefined> {
    if (facts.subjectType === 'grant') return this.ofGrant(facts);
    if (type === 'grant.revoked') return this.ofConnections(facts);
    if (type.startsWith('installation_request.')) return this.ofRequests(type, facts);
    return this.ofInstallation(type, facts);
  }

  private async ofInstallation(type: EventType, facts: AuditedFacts): Promise<EventData | undefined> {
    const installation = await this.database.repository(AppInstallation).findOneBy({ id: Number(facts.subjectId) });
    if (!installation) return undefined;
    const { id, companyId, appId, versionId, status, installedFor, approvedPermissions, permittedMode } = installation;
    const shared = {
      ...(await this.names(companyId, appId)),
      installation: { id, status },
      version: await this.versionOf(versionId),
      ...(type === 'app.upgraded'
        ? { previous_version: await this.versionOf(member(facts.before, 'version_id')) }
        : {}),
      ...(facts.action === 'installation.rolled_back' ? { rolled_back: true } : {}),
      ...(type === 'app.permissions_changed' ? previousPermissions(facts) : {}),
      approved_permissions: approvedPermissions,
      permitted_mode: permittedMode,
    };
    return { shared, forCompany: { actor_id: facts.actorId, installed_for: installedFor } };
  }

  private async ofRequests(type: EventType, facts: AuditedFacts): Promise<EventData | undefined> {
    const several = member(facts.after, 'request_ids');
    const ids = Array.isArray(several) ? (several as number[]).slice(0, MOST_REQUESTS) : [Number(facts.subjectId)];
    const rows = await this.database
      .repository(InstallationRequest)
      .find({ where: { id: In(ids) }, order: { id: 'ASC' } });
    if (rows.length === 0) return undefined;
    const [{ companyId, appId, kind }] = rows;
    const answer = facts.action.replace('installation_request.', '');
    const shared = {
      ...(await this.names(companyId, appId)),
      kind,
      ...(type === 'installation_request.answered' ? { answer } : {}),
      requests: rows.map(({ id, requesterId }) => ({ id, requester_id: requesterId })),
    };
    return { shared, forCompany: { actor_id: facts.actorId } };
  }

  /** An administrator ended the connections of one member, or of all. */
  private async ofConnections({ companyId, subjectId, after, actorId }: AuditedFacts): Promise<EventData | undefined> {
    const installation = await this.database.repository(AppInstallation).findOneBy({ id: Number(subjectId) });
    if (!installation) return undefined;
    const names = await this.names(companyId, installation.appId);
    const shared = { ...names, client_id: null, grant_id: null, ended: member(after, 'ended') };
    return { shared, forCompany: { user_id: member(after, 'user_id'), actor_id: actorId } };
  }

  private async ofGrant({ companyId, subjectId, before, actorId }: AuditedFacts): Promise<EventData> {
    const clientId = String(member(before, 'client_id'));
    const client = await this.database.repository(ClientEntity).findOneBy({ clientId });
    const shared = {
      ...(await this.names(companyId, client?.appId ?? null)),
      client_id: clientId,
      grant_id: subjectId,
      ended: 1,
    };
    const forCompany = { user_id: member(before, 'user_id'), scopes: member(before, 'scopes'), actor_id: actorId };
    return { shared, forCompany };
  }

  private async names(
    companyId: number | null,
    appId: number | null,
  ): Promise<{ company: Named | null; app: Named | null }> {
    const company = companyId === null ? null : await this.database.repository(Company).findOneBy({ id: companyId });
    const app = appId === null ? null : await this.database.repository(App).findOneBy({ id: appId });
    return { company: company && named(company), app: app && named(app) };
  }

  private async versionOf(id: unknown): Promise<string | null> {
    if (typeof id !== 'number') return null;
    const [row] = await this.database.query<{ version: string }>('SELECT version FROM app_versions WHERE id = ?', [id]);
    return (row as { version: string } | undefined)?.version ?? null;
  }
}

const named = ({ id, name }: Named): Named => ({ id: Number(id), name });

const previousPermissions = ({ before }: AuditedFacts): object => {
  const previous = member(before, 'approved_permissions');
  return previous === undefined ? {} : { previous_permissions: previous };
};
