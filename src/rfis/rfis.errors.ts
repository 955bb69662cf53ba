import { type DomainError, invalidFields } from '../shared/index.js';

/** The tool of this module, by the name under which levels and scopes know it. */
export const RFIS = 'project.rfis';

export const strangerAssigned = (): DomainError => invalidFields({ assignee_id: ['must be a member of the project'] });
