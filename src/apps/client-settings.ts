import {
  IDENTITY_SCOPES,
  isManagementScope,
  toolOfScope,
  type ToolCatalogue,
  UMBRELLA_SCOPES,
} from '../access/index.js';
import type { ClientType, GrantType, Profile } from '../clients/index.js';
import { invalidFields } from '../shared/index.js';

/** What a developer decides about a client of an app. */
export interface ClientSettings {
  readonly type: ClientType;
  readonly profile: Profile;
  readonly grantTypes: GrantType[];
  readonly redirectUris: string[];
  readonly allowedOrigins: string[];
  readonly defaultScopes: string[];
}

type Faults = Record<string, string[]>;

/** Throws the 422 that names every setting which does not fit the others. */
export function requireSoundSettings(settings: ClientSettings, catalogue: ToolCatalogue): void {
  const faults: Faults = {};
  const blame = (field: string, fault: string): void => void (faults[field] ??= []).push(fault);
  const { type, grantTypes, redirectUris } = settings;
  if (type === 'public' && grantTypes.includes('client_credentials')) {
    // RFC 6749 §4.4: the client credentials grant is for confidential clients only.
    blame('grant_types', 'client_credentials needs a confidential client');
  }
  if (grantTypes.includes('refresh_token') && !grantTypes.includes('authorization_code')) {
    blame('grant_types', 'refresh_token needs authorization_code');
  }
  if (grantTypes.includes('authorization_code') && redirectUris.length === 0) {
    blame('redirect_uris', 'authorization_code needs at least one');
  }
  settings.defaultScopes.forEach((scope, index) => {
    const fault = scopeFault(scope, catalogue);
    if (fault) blame(`default_scopes.${index}`, fault);
  });
  if (Object.keys(faults).length > 0) throw invalidFields(faults);
}

const OPEN_SCOPES: ReadonlySet<string> = new Set([...IDENTITY_SCOPES, ...UMBRELLA_SCOPES]);

/** Why a third-party client cannot have the scope, or undefined. */
export function scopeFault(scope: string, catalogue: ToolCatalogue): string | undefined {
  if (isManagementScope(scope)) return 'is for first-party clients only';
  if (OPEN_SCOPES.has(scope)) return undefined;
  const tool = toolOfScope(scope);
  return tool && catalogue.find(tool) && /^[^:]+:[^:]+$/.test(scope) ? undefined : 'is not a known scope';
}
