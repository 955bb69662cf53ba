import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { AuditChain, AuditEvent, AuditSeal } from '../../audit/index.js';
import { Database, type SqlValue } from '../../database/index.js';
import { Principal } from '../../identity/index.js';
import { invalidFields, notFound, Paged, type PageQuery, pageWindow } from '../../shared/index.js';
import { type AuditFilter, conditionsOf } from './audit-conditions.js';

/** How far back pages reach, and counting goes: what a list costs does not grow with the trail. */
export const REACH = 10_000;
/** States of events may have 64 KiB each. */
const EXPORT_BATCH = 100;

/** An event with who acted, also when they have left, and its place in the chain, once it has one. */
export interface AuditEntry {
  readonly event: AuditEvent;
  /** Null for the system and for operators. */
  readonly actor: Pick<Principal, 'id' | 'name' | 'kind'> | null;
  readonly seal: Pick<AuditSeal, 'position' | 'hash'> | null;
}

/** A company's audit trail, as it reads it. */
@Injectable()
export class AuditEvents {
  constructor(private readonly database: Database) {}

  /** Newest first. Throws 422 for a page beyond {@link REACH}, where there are events there. */
  async list(companyId: number, filter: AuditFilter, query: PageQuery): Promise<Paged<AuditEntry>> {
    const { skip, take } = pageWindow(query);
    const { sql, parameters } = conditionsOf(companyId, filter);
    const [{ count }] = await this.database.query<{ count: number | string }>(
      `SELECT COUNT(*) AS count FROM (SELECT id FROM audit_events WHERE ${sql} LIMIT ${REACH}) AS counted`,
      parameters,
    );
    const total = Number(count);
    if (skip >= total && total < REACH) return new Paged<AuditEntry>([], total, query);
    if (skip >= REACH) throw invalidFields({ page: [TOO_FAR_BACK] });
    // Ids first: an index alone gives them, and only the rows of this page are read.
    const ids = await this.ids(
      `SELECT id FROM audit_events WHERE ${sql} ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?`,
      [...parameters, take, skip],
    );
    return new Paged(await this.entries(ids), total, query);
  }

  /** Throws not_found, also for an event of another company. */
  async get(companyId: number, id: number): Promise<AuditEntry> {
    const [entry] = await this.entries(
      await this.ids('SELECT id FROM audit_events WHERE id = ? AND company_id = ?', [id, companyId]),
    );
    if (!entry) throw notFound();
    return entry;
  }

  /** The end of the company's chain; null before its first event is sealed. */
  head(companyId: number): Promise<AuditChain | null> {
    return this.database.repository(AuditChain).findOneBy({ chain: companyId });
  }

  /** What there is now, in the order of ids, a batch at a time: the next one is read when it is asked for. */
  async *all(companyId: number, filter: AuditFilter): AsyncGenerator<AuditEntry[]> {
    const { sql, parameters } = conditionsOf(companyId, filter);
    const [last] = await this.ids('SELECT MAX(id) AS id FROM audit_events WHERE company_id = ?', [companyId]);
    const page = `SELECT id FROM audit_events WHERE ${sql} AND id > ? AND id <= ? ORDER BY id LIMIT ${EXPORT_BATCH}`;
    for (let after = 0; ;) {
      const ids = await this.ids(page, [...parameters, after, last]);
      if (ids.length > 0) yield await this.entries(ids);
      if (ids.length < EXPORT_BATCH) return;
      after = ids[ids.length - 1];
    }
  }

  private async ids(sql: string, parameters: readonly SqlValue[]): Promise<number[]> {
    const rows = await this.database.query<{ id: number | string | null }>(sql, parameters);
    return rows.map(({ id }) => Number(id));
  }

  /** In the order of the ids. */
  private async entries(ids: readonly number[]): Promise<AuditEntry[]> {
    if (ids.length === 0) return [];
    const events = await this.database.repository(AuditEvent).findBy({ id: In([...ids]) });
    const seals = await this.database.repository(AuditSeal).findBy({ eventId: In([...ids]) });
    const actors = await this.actorsOf(events);
    const eventOf = new Map(events.map((event) => [event.id, event]));
    const sealOf = new Map(seals.map((seal) => [seal.eventId, seal]));
    return ids.flatMap((id) => {
      const event = eventOf.get(id);
      if (!event) return [];
      const actor = event.actorId === null ? null : (actors.get(event.actorId) ?? null);
      return [{ event, actor, seal: sealOf.get(id) ?? null }];
    });
  }

  private async actorsOf(events: readonly AuditEvent[]): Promise<Map<number, Principal>> {
    const ids = [...new Set(events.map(({ actorId }) => actorId))].filter((id) => id !== null);
    const principals = await this.database.repository(Principal).findBy({ id: In(ids) });
    return new Map(principals.map((principal) => [principal.id, principal]));
  }
}

const TOO_FAR_BACK = `reaches back ${REACH} events at most: narrow the list, go back with \`to\`, or export`;
