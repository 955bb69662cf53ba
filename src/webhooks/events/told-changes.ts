import type { AuditedFacts } from '../../audit/index.js';
import type { EventType } from './event-types.js';

/** Which changes of the trail are told of, and as what. */
const TOLD: Readonly<Record<string, EventType>> = {
  'installation.created': 'app.installed',
  'installation.reinstalled': 'app.installed',
  'installation.uninstalled': 'app.uninstalled',
  'installation.suspended': 'app.suspended',
  'installation.resumed': 'app.resumed',
  'installation.upgraded': 'app.upgraded',
  'installation.rolled_back': 'app.upgraded',
  'installation.permitted_projects_changed': 'app.permissions_changed',
  'installation.narrowed': 'app.permissions_changed',
  'installation_request.raised': 'installation_request.created',
  'installation_request.approved': 'installation_request.answered',
  'installation_request.denied': 'installation_request.answered',
  'installation_request.withdrawn': 'installation_request.answered',
  'installation_request.expired': 'installation_request.answered',
  'installation.connections_ended': 'grant.revoked',
  'grant.revoked': 'grant.revoked',
  'grant.company_withdrawn': 'grant.revoked',
};

/** What a change is told as; nothing for most. */
export function eventTypesOf(facts: AuditedFacts): EventType[] {
  const type = TOLD[facts.action] as EventType | undefined;
  if (!type) return [];
  return type === 'app.upgraded' && changesPermissions(facts) ? [type, 'app.permissions_changed'] : [type];
}

function changesPermissions({ before, after }: AuditedFacts): boolean {
  const [former, present] = [before, after].map((state) => JSON.stringify(member(state, 'approved_permissions') ?? {}));
  return former !== present;
}

/** A member of a recorded state. */
export const member = (state: object | null, name: string): unknown =>
  (state as Readonly<Record<string, unknown>> | null)?.[name];
