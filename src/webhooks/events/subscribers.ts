import { Injectable } from '@nestjs/common';
import type { AuditedFacts } from '../../audit/index.js';
import { Database, type SqlValue } from '../../database/index.js';
import { APP_EVENTS, type EventType, hears } from './event-types.js';
import { member } from './told-changes.js';

export type Audience = 'company' | 'app';

/** A webhook that wants to hear of something, and as whose it hears. */
export interface Subscriber {
  readonly webhookId: number;
  readonly audience: Audience;
  readonly eventTypes: readonly string[];
}

interface Row {
  readonly id: number;
  readonly app_id: number | null;
  readonly event_types: string;
}

/** The SQL for the app that a change concerns, with its parameter. */
interface AppReference {
  readonly sql: string;
  readonly parameter: SqlValue;
}

/** Who wants to hear of a change: one statement by two indices, whatever the number of webhooks. */
@Injectable()
export class Subscribers {
  constructor(private readonly database: Database) {}

  /** Those who hear of the company or the app that a change concerns. */
  async of(facts: AuditedFacts): Promise<Subscriber[]> {
    const { sql, parameter } = appOf(facts);
    const rows = await this.database.query<Row>(
      "SELECT id, app_id, event_types FROM webhooks WHERE company_id = ? AND state = 'active'" +
        ' UNION ALL SELECT w.id, w.app_id, w.event_types FROM webhooks w JOIN apps a ON a.id = w.app_id' +
        ` WHERE w.app_id = ${sql} AND w.state = 'active' AND a.status = 'active' AND (? IS NULL OR EXISTS` +
        ' (SELECT 1 FROM app_installations c WHERE c.app_id = w.app_id AND c.company_id = ? AND c.installed_for IS NULL))',
      [facts.companyId, parameter, ...companyOfGrant(facts)],
    );
    return rows.map((row) => ({
      webhookId: Number(row.id),
      audience: row.app_id === null ? 'company' : 'app',
      eventTypes: JSON.parse(row.event_types) as string[],
    }));
  }
}

/** Whether a subscriber hears of an event; an installation for one person is nothing that developers hear of. */
export function isHeardBy({ audience, eventTypes }: Subscriber, type: EventType, facts: AuditedFacts): boolean {
  if (!hears(eventTypes, type)) return false;
  return audience === 'company' || (APP_EVENTS.includes(type) && !isPersonal(facts));
}

const isPersonal = ({ before, after }: AuditedFacts): boolean =>
  [before, after].some((state) => typeof member(state, 'installed_for') === 'number');

/** Developers learn of companies that have or had their app, and of no others that somebody connected it to. */
const companyOfGrant = ({ subjectType, companyId }: AuditedFacts): [SqlValue, SqlValue] =>
  subjectType === 'grant' ? [companyId, companyId] : [null, null];

function appOf({ subjectType, subjectId, before }: AuditedFacts): AppReference {
  if (subjectType === 'installation') {
    return {
      sql: '(SELECT i.app_id FROM app_installations i WHERE i.id = ? AND i.installed_for IS NULL)',
      parameter: Number(subjectId),
    };
  }
  const clientId = subjectType === 'grant' ? member(before, 'client_id') : null;
  const sql = '(SELECT c.app_id FROM clients c WHERE c.client_id = ?)';
  return { sql, parameter: typeof clientId === 'string' ? clientId : null };
}
