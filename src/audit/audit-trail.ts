import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { KeyRing } from '../keys/index.js';
import { canonicalJson, requestContext } from '../shared/index.js';
import { AuditEvent } from './audit-event.entity.js';
import { type AuditedFacts, ChangeObserver } from './change-observer.js';
import { withoutSecrets } from './secret-guard.js';

/** What a module says about a change it makes. */
export interface AuditRecord {
  /** Subject and verb in the past tense, such as `installation.suspended`. */
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: string | number;
  /** Default: none. Not taken from the request, whose company need not be the subject's. */
  readonly companyId?: number | null;
  readonly before?: object | null;
  readonly after?: object | null;
  /** Default: who the request runs as. */
  readonly actorId?: number | null;
  /** Default: the client of the request. */
  readonly clientId?: string | null;
}

/** The append-only trail of every change. */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly observer: ChangeObserver,
  ) {}

  /** Adds an event in the caller's transaction, and tells who observes changes. Throws {@link SecretInAuditError} for a caller that names a secret. */
  async record(record: AuditRecord): Promise<void> {
    const facts = factsOf(record, await this.database.now());
    await this.database.repository(AuditEvent).insert({ ...facts, mac: this.keys.mac('audit', canonicalJson(facts)) });
    await this.observer.recorded(facts);
  }

  /** Whether an event is as it was recorded. */
  isGenuine({ id: _, mac, ...facts }: AuditEvent): boolean {
    return this.keys.verifiesMac('audit', canonicalJson(facts), mac);
  }
}

function factsOf(record: AuditRecord, createdAt: number): AuditedFacts {
  const context = requestContext();
  return {
    companyId: record.companyId ?? null,
    actorId: record.actorId === undefined ? context.actorId : record.actorId,
    clientId: record.clientId === undefined ? context.clientId : record.clientId,
    action: record.action,
    subjectType: record.subjectType,
    subjectId: String(record.subjectId),
    before: asStored(record.before, 'before'),
    after: asStored(record.after, 'after'),
    address: context.address.slice(0, 64),
    requestId: context.requestId.slice(0, 64),
    createdAt,
  };
}

/** What the column gives back later: dates as text, undefined members gone; and no secret ever. */
const asStored = (value: object | null | undefined, path: string): object | null =>
  value === null || value === undefined
    ? null
    : (withoutSecrets(JSON.parse(JSON.stringify(value)) as object, path) as object);
