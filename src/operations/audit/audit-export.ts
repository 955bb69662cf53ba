import type { AuditFilter } from './audit-conditions.js';
import { auditEventBody } from './audit-events.schemas.js';
import type { AuditEvents } from './audit-events.js';

/**
 * The text of an export, a batch at a time. The head is read first: all events that it stands for were committed
 * before, and so are in the export, unless the filter leaves them out.
 */
export async function* exportLines(
  events: AuditEvents,
  companyId: number,
  filter: AuditFilter,
): AsyncGenerator<string> {
  const head = await events.head(companyId);
  for await (const entries of events.all(companyId, filter)) {
    yield entries.map((entry) => `${JSON.stringify(auditEventBody(entry))}\n`).join('');
  }
  const { length = 0, hash = null } = head ?? {};
  yield `${JSON.stringify({ chain_head: { length, hash } })}\n`;
}
