import type { Access } from '../access/index.js';
import { DomainError } from '../shared/index.js';

/**
 * The person who manages their own account: only through Gatehouse's own clients, so that no app can look at or end
 * what belongs to the person alone. Throws 403 `first_party_only`.
 */
export function ownAccountOf(access: Access): number {
  const { principal, client } = access;
  if (client.kind === 'first_party' && principal.kind === 'user' && principal.id !== null) return principal.id;
  throw new DomainError(
    'forbidden',
    'first_party_only',
    "Only a person may do this, through one of Gatehouse's own clients.",
  );
}
