import { Injectable } from '@nestjs/common';
import { Outbound, type TargetRefusal } from '../../outbound/index.js';
import { type FieldErrors, invalidFields } from '../../shared/index.js';
import { unusableProvider } from '../sso.errors.js';
import { type Discovered, Discovery, type Endpoints } from './discovery.js';
import { ProviderFault } from './provider-requests.js';

/** Where a provider is, as an administrator tells: an issuer that publishes the rest, or the rest by hand. */
export interface ProviderAddress {
  readonly issuer: string | null;
  readonly authorizationEndpoint: string | null;
  readonly tokenEndpoint: string | null;
  readonly userinfoEndpoint: string | null;
  readonly jwksUri: string | null;
  readonly endSessionEndpoint: string | null;
}

const WIRE: Readonly<Record<keyof ProviderAddress, string>> = {
  issuer: 'issuer',
  authorizationEndpoint: 'authorization_endpoint',
  tokenEndpoint: 'token_endpoint',
  userinfoEndpoint: 'userinfo_endpoint',
  jwksUri: 'jwks_uri',
  endSessionEndpoint: 'end_session_endpoint',
};
const NAMES = Object.keys(WIRE) as (keyof ProviderAddress)[];

const REFUSALS: Readonly<Record<TargetRefusal, string>> = {
  invalid_url: 'must be an absolute address without a fragment',
  https_required: 'must begin with https://',
  url_has_credentials: 'must not have a user name or a password in it',
  port_not_allowed: 'must have port 443 or one from 1024 on that is not known for another protocol',
  address_not_allowed: 'must lead into the public internet',
};

/** Finds out where a provider does what. */
@Injectable()
export class ProviderSettings {
  constructor(
    private readonly outbound: Outbound,
    private readonly discovery: Discovery,
  ) {}

  /** Asks the issuer where no endpoints are given. Throws invalid_fields, identity_provider_unusable. */
  async resolve(address: ProviderAddress, companyId: number): Promise<Discovered> {
    this.refuseTargets(address);
    const { issuer } = address;
    if (issuer !== null && NAMES.every((name) => name === 'issuer' || address[name] === null)) {
      return this.discovered(issuer, companyId);
    }
    const { authorizationEndpoint, tokenEndpoint } = address;
    const missing = missingIn(address);
    if (authorizationEndpoint === null || tokenEndpoint === null || missing.length > 0) {
      throw invalidFields(Object.fromEntries(missing.map((name) => [WIRE[name], ['is required']])));
    }
    return { ...address, authorizationEndpoint, tokenEndpoint, namesItself: false, wantsSecretInBody: false };
  }

  private async discovered(issuer: string, companyId: number): Promise<Discovered> {
    try {
      const found = await this.discovery.of(issuer, companyId);
      const faults = this.faultsOf(found);
      if (Object.keys(faults).length > 0) {
        throw new ProviderFault(`discovery: ${Object.entries(faults).map(([name, [why]]) => `${name} ${why}`)[0]}`);
      }
      return found;
    } catch (error) {
      if (error instanceof ProviderFault) throw unusableProvider(error.reason);
      throw error;
    }
  }

  private refuseTargets(address: ProviderAddress): void {
    const faults = this.faultsOf(address);
    if (Object.keys(faults).length > 0) throw invalidFields(faults);
  }

  private faultsOf(address: ProviderAddress | Endpoints): FieldErrors {
    return Object.fromEntries(
      NAMES.flatMap((name) => {
        const url = address[name];
        const refusal = url === null ? undefined : this.outbound.refusalOf(url);
        return refusal ? [[WIRE[name], [REFUSALS[refusal]]]] : [];
      }),
    );
  }
}

/** With an issuer its keys are needed, without one somebody who tells who signed in. */
function missingIn(address: ProviderAddress): (keyof ProviderAddress)[] {
  const needed: (keyof ProviderAddress)[] = [
    'authorizationEndpoint',
    'tokenEndpoint',
    address.issuer === null ? 'userinfoEndpoint' : 'jwksUri',
  ];
  return needed.filter((name) => address[name] === null);
}
