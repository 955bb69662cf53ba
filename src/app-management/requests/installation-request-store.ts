import { Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import { AuditTrail } from '../../audit/index.js';
import { Database } from '../../database/index.js';
import { notFound, Paged, type PageQuery } from '../../shared/index.js';
import type { AppInstallation } from '../app-installation.entity.js';
import { requestAnswered } from '../app-management.errors.js';
import { InstallationRequest, type RequestKind, type RequestStatus } from './installation-request.entity.js';

/** How long a wish stays open. */
const LIFETIME_MS = 30 * 24 * 3_600_000;

export type NewRequest = Pick<
  InstallationRequest,
  'companyId' | 'appId' | 'versionId' | 'kind' | 'requesterId' | 'implicit' | 'notes' | 'projectIds'
>;

export interface RequestFilter {
  readonly appId?: number;
  readonly requesterId?: number;
  readonly implicit?: boolean;
  readonly status?: RequestStatus;
}

type Answer = Exclude<RequestStatus, 'pending' | 'expired'>;

/** The rows of installation requests. What must happen once is one conditional update here. */
@Injectable()
export class InstallationRequestStore {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditTrail,
  ) {}

  /** Throws not_found, also for the request of another company. */
  async get(companyId: number, id: number): Promise<InstallationRequest> {
    const request = await this.rows.findOneBy({ companyId, id });
    if (!request) throw notFound();
    return this.asOfNow(request, await this.database.now());
  }

  /** Newest first. */
  async list(companyId: number, query: PageQuery, filter: RequestFilter): Promise<Paged<InstallationRequest>> {
    const now = await this.database.now();
    const { appId, requesterId, implicit, status } = filter;
    const rows = this.rows.createQueryBuilder('request').where({ companyId });
    if (appId !== undefined) rows.andWhere({ appId });
    if (requesterId !== undefined) rows.andWhere({ requesterId });
    if (implicit !== undefined) rows.andWhere({ implicit });
    if (status === 'pending') rows.andWhere("request.status = 'pending' AND request.expiresAt > :now", { now });
    else if (status === 'expired') {
      rows.andWhere("(request.status = 'expired' OR (request.status = 'pending' AND request.expiresAt <= :now))", {
        now,
      });
    } else if (status) rows.andWhere({ status });
    const [items, total] = await rows
      .orderBy('request.id', 'DESC')
      .offset((query.page - 1) * query.per_page)
      .limit(query.per_page)
      .getManyAndCount();
    return new Paged(
      items.map((item) => this.asOfNow(item, now)),
      total,
      query,
    );
  }

  countPending(companyId: number, requesterId: number): Promise<number> {
    return this.rows.countBy({ companyId, requesterId, status: 'pending' });
  }

  /** The new request; undefined where the same wish is pending already. In the caller's transaction. */
  async insert(request: NewRequest): Promise<InstallationRequest | undefined> {
    const now = await this.database.now();
    await this.expire(request, now);
    const row = {
      ...request,
      status: 'pending' as const,
      slot: 0,
      createdAt: now,
      expiresAt: now + LIFETIME_MS,
      answeredAt: null,
      answeredBy: null,
      answerNotes: null,
    };
    const { companyId, appId, requesterId, kind } = request;
    if (await this.rows.existsBy({ companyId, appId, requesterId, kind, slot: 0 })) return undefined;
    const { identifiers } = await this.rows.insert({ ...row });
    const raised = { ...row, id: Number(identifiers[0].id) };
    await this.record('raised', null, raised, requesterId);
    return raised;
  }

  /** Answers a pending request, once. Throws request_answered where somebody was first or its time ran out. */
  async answer(before: InstallationRequest, status: Answer, by: number, notes: string | null) {
    const { now } = this.database.dialect;
    const { companyId, id } = before;
    const answered = await this.database.execute(
      `UPDATE installation_requests SET status = ?, slot = id, answered_at = ${now}, answered_by = ?, answer_notes = ?
       WHERE id = ? AND status = 'pending' AND expires_at > ${now}`,
      [status, by, notes, id],
    );
    const after = await this.get(companyId, id);
    if (answered !== 1) throw requestAnswered(after.status);
    await this.record(status, before, after, by);
    return after;
  }

  /** What was wished for is there, for everybody: every pending wish for it is approved. */
  async fulfil({ companyId, appId, installedFor }: AppInstallation, kind: RequestKind, by: number): Promise<void> {
    if (installedFor === null)
      await this.answerAll({ companyId, appId, kind }, { status: 'approved', by, notes: null });
  }

  /** The company decided against the app: nobody needs an answer of their own. */
  denyAll(companyId: number, appId: number, by: number, notes: string): Promise<void> {
    return this.answerAll({ companyId, appId }, { status: 'denied', by, notes });
  }

  /** Ends what somebody who left had wished for. */
  async withdrawAllOf(companyId: number, requesterId: number): Promise<void> {
    const answeredAt = await this.database.now();
    for (const before of await this.rows.findBy({ companyId, requesterId, status: 'pending' })) {
      const { id } = before;
      const change = { status: 'withdrawn' as const, slot: id, answeredAt };
      if (!(await this.rows.update({ id, status: 'pending' }, change)).affected) continue;
      const event = { action: 'installation_request.withdrawn', subjectType: 'installation_request', subjectId: id };
      await this.audit.record({
        ...event,
        companyId,
        before: stateOf(before),
        after: stateOf({ ...before, ...change }),
      });
    }
  }

  /** Ends wishes that nobody answered in time, at most so many; how many there were. */
  async expireDue(most: number): Promise<number> {
    const isDue = `status = 'pending' AND expires_at <= ${this.database.dialect.now}`;
    const due = await this.database.query<{ id: number }>(
      `SELECT id FROM installation_requests WHERE ${isDue} ORDER BY id LIMIT ${most}`,
    );
    for (const { id } of due) await this.database.transaction(() => this.expireOne(Number(id)));
    return due.length;
  }

  /** The one process that ended it tells of it. */
  private async expireOne(id: number): Promise<void> {
    const { now } = this.database.dialect;
    const expired = await this.database.execute(
      `UPDATE installation_requests SET status = 'expired', slot = id
       WHERE id = ? AND status = 'pending' AND expires_at <= ${now}`,
      [id],
    );
    if (expired === 1) await this.recordExpired(id);
  }

  /** Frees the place of an older wish of the same kind that nobody answered in time. */
  private async expire({ companyId, appId, requesterId, kind }: NewRequest, now: number): Promise<void> {
    const due = { companyId, appId, requesterId, kind, status: 'pending' as const, expiresAt: LessThanOrEqual(now) };
    for (const { id } of await this.rows.findBy(due)) await this.expireOne(id);
  }

  /** One answer for all that wait for the same: one event, however many they are. */
  private async answerAll(
    { companyId, appId, kind }: { readonly companyId: number; readonly appId: number; readonly kind?: RequestKind },
    { status, by, notes }: { readonly status: Answer; readonly by: number; readonly notes: string | null },
  ): Promise<void> {
    const { now } = this.database.dialect;
    const condition = `company_id = ? AND app_id = ?${kind ? ' AND kind = ?' : ''} AND status = 'pending' AND expires_at > ${now}`;
    const parameters = [companyId, appId, ...(kind ? [kind] : [])];
    const waiting = await this.database.query<{ id: number }>(
      `SELECT id FROM installation_requests WHERE ${condition} ORDER BY id`,
      parameters,
    );
    if (waiting.length === 0) return;
    await this.database.execute(
      `UPDATE installation_requests SET status = ?, slot = id, answered_at = ${now}, answered_by = ?, answer_notes = ?
       WHERE ${condition}`,
      [status, by, notes, ...parameters],
    );
    const after = { app_id: appId, status, request_ids: waiting.map(({ id }) => Number(id)) };
    const event = { action: `installation_request.${status}`, subjectType: 'app', subjectId: appId, companyId };
    await this.audit.record({ ...event, actorId: by, after });
  }

  private async recordExpired(id: number): Promise<void> {
    const after = await this.rows.findOneByOrFail({ id });
    const event = { action: 'installation_request.expired', subjectType: 'installation_request', subjectId: id };
    const states = { before: { status: 'pending' }, after: stateOf(after) };
    await this.audit.record({ ...event, ...states, companyId: after.companyId, actorId: null, clientId: null });
  }

  private record(
    verb: 'raised' | Answer,
    before: InstallationRequest | null,
    after: InstallationRequest,
    actorId: number,
  ): Promise<void> {
    const { id, companyId } = after;
    return this.audit.record({
      action: `installation_request.${verb}`,
      subjectType: 'installation_request',
      subjectId: id,
      companyId,
      actorId,
      before: before && { status: before.status },
      after: stateOf(after),
    });
  }

  private asOfNow(request: InstallationRequest, now: number): InstallationRequest {
    return request.status === 'pending' && request.expiresAt <= now ? { ...request, status: 'expired' } : request;
  }

  private get rows() {
    return this.database.repository(InstallationRequest);
  }
}

const stateOf = (request: InstallationRequest): object => ({
  kind: request.kind,
  app_id: request.appId,
  version_id: request.versionId,
  requester_id: request.requesterId,
  implicit: request.implicit,
  notes: request.notes,
  project_ids: request.projectIds,
  status: request.status,
  answer_notes: request.answerNotes,
});
