import {
  IDENTITY_SCOPES,
  isManagementScope,
  toolOfScope,
  type ToolCatalogue,
  UMBRELLA_SCOPES,
} from '../access/index.js';
import type { ClientType, GrantType, Profile } from '../clients/index.js';
import type { SigningAlgorithm } from '../keys/index.js';
import type { Outbound, TargetRefusal } from '../outbound/index.js';
import { invalidFields } from '../shared/index.js';

/** What a developer decides about a client of an app. */
export interface ClientSettings {
  readonly type: ClientType;
  readonly profile: Profile;
  readonly grantTypes: GrantType[];
  readonly redirectUris: string[];
  readonly allowedOrigins: string[];
  readonly defaultScopes: string[];
  /** Of ID tokens; ES256 unless given. */
  readonly signedResponseAlg?: SigningAlgorithm;
  readonly postLogoutRedirectUris?: string[] | null;
  readonly backchannelLogoutUri?: string | null;
}

const TARGET_FAULTS: Readonly<Record<TargetRefusal, string>> = {
  invalid_url: 'is not an address that we send to',
  https_required: 'must be https',
  url_has_credentials: 'must not carry credentials',
  port_not_allowed: 'must not name this port',
  address_not_allowed: 'must be in the public internet',
};

type Faults = Record<string, string[]>;

/** What settings are held against. */
export interface SettingsRules {
  readonly catalogue: ToolCatalogue;
  /** Whether, and why not, we would send to an address. */
  readonly outbound: Pick<Outbound, 'refusalOf'>;
}

/** Throws the 422 that names every setting which does not fit the others. */
export function requireSoundSettings(settings: ClientSettings, { catalogue, outbound }: SettingsRules): void {
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
  const refusal = settings.backchannelLogoutUri ? outbound.refusalOf(settings.backchannelLogoutUri) : undefined;
  if (refusal) blame('backchannel_logout_uri', TARGET_FAULTS[refusal]);
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
