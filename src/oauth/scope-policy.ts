import { Injectable } from '@nestjs/common';
import {
  IDENTITY_SCOPES,
  isManagementScope,
  isScopeToken,
  ScopeSet,
  toolOfScope,
  ToolCatalogue,
  UMBRELLA_SCOPES,
} from '../access/index.js';
import type { Client } from '../clients/index.js';
import { invalidScope } from './oauth.errors.js';

const OPEN_SCOPES: ReadonlySet<string> = new Set([...IDENTITY_SCOPES, ...UMBRELLA_SCOPES]);

/** Which scopes exist and who may ask for them (domain.md, Scopes). */
@Injectable()
export class ScopePolicy {
  constructor(private readonly tools: ToolCatalogue) {}

  /** The scopes of a request: those asked for, else the client's defaults. Throws `invalid_scope`. */
  resolve(client: Client, requested: string | undefined): string {
    const asked = requested?.trim() ? requested : client.defaultScopes;
    const scopes = [...new Set(asked.split(' ').filter(Boolean))];
    if (scopes.length === 0) throw invalidScope('Name the scopes: this client has no default scopes.');
    for (const scope of scopes) {
      if (!this.mayAsk(client, scope)) throw invalidScope('A requested scope is unknown, or not for this client.');
    }
    return scopes.join(' ');
  }

  /** A refresh may ask for less, never for more (RFC 6749 §6). */
  narrow(client: Client, granted: string, requested: string | undefined): string {
    if (!requested?.trim()) return granted;
    const wanted = this.resolve(client, requested);
    const set = ScopeSet.of(granted);
    if (!wanted.split(' ').every((scope) => set.covers(scope))) {
      throw invalidScope('The scope goes beyond what the user granted.');
    }
    return wanted;
  }

  /** What any client may ask for (RFC 8414 §2, `scopes_supported`). */
  supported(): string[] {
    const verbs = ['read', 'write', 'admin'];
    return [...OPEN_SCOPES, ...this.tools.list().flatMap(({ name }) => verbs.map((verb) => `${name}:${verb}`))];
  }

  private mayAsk(client: Client, scope: string): boolean {
    if (!isScopeToken(scope)) return false;
    if (isManagementScope(scope)) {
      return client.kind === 'first_party' || client.extraScopes.split(' ').includes(scope);
    }
    const tool = toolOfScope(scope);
    return OPEN_SCOPES.has(scope) || (tool !== undefined && this.tools.find(tool) !== undefined);
  }
}
