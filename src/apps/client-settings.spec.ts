import { describe, expect, it } from '@jest/globals';
import { MANAGEMENT_SCOPES, ToolCatalogue } from '../access/index.js';
import { Outbound } from '../outbound/index.js';
import { DomainError } from '../shared/index.js';
import { type ClientSettings, requireSoundSettings, scopeFault } from './client-settings.js';

const catalogue = new ToolCatalogue();
const outbound = new Outbound({ networks: [], allowsPlain: false });

const SOUND: ClientSettings = {
  type: 'confidential',
  profile: 'compatible',
  grantTypes: ['authorization_code', 'refresh_token'],
  redirectUris: ['https://connector.example.com/callback'],
  allowedOrigins: [],
  defaultScopes: ['tools:admin'],
};

function faultsOf(change: Partial<ClientSettings>): string[] {
  try {
    requireSoundSettings({ ...SOUND, ...change }, { catalogue, outbound });
  } catch (error) {
    if (error instanceof DomainError) return Object.keys(error.options.fields ?? {});
    throw error;
  }
  return [];
}

describe('the settings of a client', () => {
  it('are sound', () => expect(faultsOf({})).toEqual([]));

  it('may be for a service account alone', () => {
    expect(faultsOf({ grantTypes: ['client_credentials'], redirectUris: [] })).toEqual([]);
  });

  it('refuse client credentials for a public client (RFC 6749 §4.4)', () => {
    expect(faultsOf({ type: 'public', grantTypes: ['authorization_code', 'client_credentials'] })).toEqual([
      'grant_types',
    ]);
  });

  it('refuse refreshing what was never authorized', () => {
    expect(faultsOf({ grantTypes: ['refresh_token'] })).toEqual(['grant_types']);
    expect(faultsOf({ grantTypes: ['refresh_token', 'client_credentials'] })).toEqual(['grant_types']);
  });

  it('refuse authorizing without a way back', () => expect(faultsOf({ redirectUris: [] })).toEqual(['redirect_uris']));

  it.each([
    'http://app.example/logout',
    'https://127.0.0.1/logout',
    'https://u:p@app.example/',
    'logout',
    'https://a.example/#x',
  ])('refuse telling of logouts at %s', (backchannelLogoutUri) =>
    expect(faultsOf({ backchannelLogoutUri })).toEqual(['backchannel_logout_uri']),
  );

  it('let logouts be told of in the public internet, or nowhere', () => {
    expect(faultsOf({ backchannelLogoutUri: 'https://app.example/logout?from=gatehouse' })).toEqual([]);
    expect(faultsOf({ backchannelLogoutUri: null })).toEqual([]);
  });

  it('name every fault at once', () => {
    const wrong = { redirectUris: [], defaultScopes: ['tools:admin', 'apps:manage', 'nothing'] };
    expect(faultsOf(wrong)).toEqual(['redirect_uris', 'default_scopes.1', 'default_scopes.2']);
  });
});

describe('the default scopes of third-party clients', () => {
  it.each([...MANAGEMENT_SCOPES])('are never %s', (scope) => expect(scopeFault(scope, catalogue)).toBeDefined());

  it.each([
    'tools:admin',
    'tools:read',
    'openid',
    'profile',
    'email',
    'offline_access',
    'project.rfis:write',
    'company.directory:read',
  ])('may be %s', (scope) => expect(scopeFault(scope, catalogue)).toBeUndefined());

  it.each([
    '',
    'tools',
    'tools:manage',
    'project.rfiz:read',
    'project.rfis',
    'project.rfis:manage',
    'project.rfis:read:admin',
    'PROFILE',
  ])('are never %j, which is unknown', (scope) => expect(scopeFault(scope, catalogue)).toBeDefined());
});
