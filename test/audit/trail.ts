import { AuditTrail } from '../../src/audit/index.js';
import { AuditSealer } from '../../src/audit/audit-sealer.js';
import { ChainLinks } from '../../src/audit/chain-links.js';
import { HeadLog } from '../../src/audit/head-log.js';
import { SealWriter } from '../../src/audit/seal-writer.js';
import { SealingLease } from '../../src/audit/sealing-lease.js';
import { KeyRing } from '../../src/keys/index.js';
import type { TestApp } from '../support/start-app.js';

/** A seal with the company of its event. */
export interface Sealed {
  readonly event_id: number;
  readonly chain: number;
  readonly position: number;
  readonly hash: string;
  readonly company_id: number | null;
}

let count = 0;

/** Records events as a module would, each in a transaction of its own. */
export async function record(app: TestApp, companyId: number | null, events = 1): Promise<void> {
  const trail = app.app.get(AuditTrail);
  for (let i = 0; i < events; i++) {
    const event = {
      action: 'thing.changed',
      subjectType: 'thing',
      subjectId: `thing-${++count}`,
      companyId,
      after: { count },
    };
    await app.database.transaction(() => trail.record(event));
  }
}

/** A sealer of another process, as far as the database can tell. */
export function aSealer({ app, database }: TestApp): { sealer: AuditSealer; writer: SealWriter; lease: SealingLease } {
  const lease = new SealingLease(database);
  const writer = new SealWriter(database, lease, new ChainLinks(app.get(KeyRing)));
  return { lease, writer, sealer: new AuditSealer(lease, writer, new HeadLog()) };
}

/** The program's own sealer stops, so that a test alone says when there is sealing. */
export const stopSealing = ({ app }: TestApp): Promise<void> => app.get(AuditSealer).pause();

/** The lease of whoever holds it has run out. */
export const leaseEnds = ({ database }: TestApp): Promise<number> =>
  database.execute('UPDATE audit_sealing SET lease_ends_at = 0');

/** As if `ms` had passed since the sealer looked around. */
export const sealerWaited = ({ database }: TestApp, ms: number): Promise<number> =>
  database.execute('UPDATE audit_sealing SET seen_at = seen_at - ?', [ms]);

/** All seals, by chain and place. */
export const sealsOf = ({ database }: TestApp): Promise<Sealed[]> =>
  database.query<Sealed>(
    `SELECT s.event_id, s.chain, s.position, s.hash, e.company_id FROM audit_seals s
     LEFT JOIN audit_events e ON e.id = s.event_id ORDER BY s.chain, s.position`,
  );

export async function unsealed({ database }: TestApp): Promise<number> {
  const [{ n }] = await database.query<{ n: number }>(
    'SELECT COUNT(*) AS n FROM audit_events e LEFT JOIN audit_seals s ON s.event_id = e.id WHERE s.event_id IS NULL',
  );
  return Number(n);
}
