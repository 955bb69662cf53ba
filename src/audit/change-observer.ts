import type { AuditEvent } from './audit-event.entity.js';

/** The columns that the MAC covers. */
export type AuditedFacts = Omit<AuditEvent, 'id' | 'mac'>;

/** Who tells others of changes: implemented by what sends webhooks. */
export abstract class ChangeObserver {
  /** Called for every event of the trail, in the transaction of the change: what is written here is so with it. */
  abstract recorded(facts: AuditedFacts): Promise<void>;
}
