import { type Access, ScopeSet } from '../../access/index.js';

/** What a token may tell about the person or service account it stands for. */
export interface OwnIdentity {
  readonly name: boolean;
  readonly email: boolean;
}

/** domain.md: `compatible` clients read who they act for by their contract, others with `profile` and `email`. */
export function ownIdentity({ client, token }: Access): OwnIdentity {
  const scopes = ScopeSet.of(token.scope);
  const isCompatible = client.profile === 'compatible';
  return { name: isCompatible || scopes.has('profile'), email: isCompatible || scopes.has('email') };
}
