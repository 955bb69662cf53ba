import { type Access, scopeFor, ScopeSet } from '../access/index.js';
import { DomainError, invalidFields } from '../shared/index.js';

/** The tool of this module, by the name under which levels and scopes know it. */
export const RFIS = 'project.rfis';

/** Rows 7 and 12 of the access decision, for the rule that depends on whose RFI it is. */
export function refuseWithoutAdmin(access: Access): void {
  const scope = scopeFor(RFIS, 'admin');
  if (!ScopeSet.of(access.token.scope).covers(scope)) {
    throw new DomainError('forbidden', 'insufficient_scope', `The token needs the scope ${scope}.`);
  }
  if (access.reaches(RFIS, 'admin')) return;
  throw new DomainError('forbidden', 'insufficient_level', `Changing somebody else’s RFI needs admin on ${RFIS}.`, {
    extensions: { tool: RFIS, required_level: 'admin', actual_level: access.levelOn(RFIS) },
  });
}

export const strangerAssigned = (): DomainError => invalidFields({ assignee_id: ['must be a member of the project'] });
