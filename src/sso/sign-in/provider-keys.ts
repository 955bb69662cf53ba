import { Injectable } from '@nestjs/common';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import type { IdentityProvider } from '../providers/identity-provider.entity.js';
import { ProviderFault, ProviderRequests } from '../providers/provider-requests.js';

const KEPT_MS = 10 * 60_000;
const MOST = 500;

/** The public keys of providers, by provider and state of its settings. */
@Injectable()
export class ProviderKeys {
  private readonly kept = new LRUCache<string, JWTVerifyGetKey>({ max: MOST, ttl: KEPT_MS });

  constructor(private readonly requests: ProviderRequests) {}

  /** Finds the key of a token; a new one is looked for at the provider. Throws ProviderFault. */
  of(provider: IdentityProvider): JWTVerifyGetKey {
    return async (header, token) => {
      const known = this.kept.get(nameOf(provider));
      try {
        if (known) return await known(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      }
      return (await this.fetch(provider))(header, token);
    };
  }

  /** Reads them anew. Throws ProviderFault. */
  async refresh(provider: IdentityProvider): Promise<void> {
    await this.fetch(provider);
  }

  private async fetch(provider: IdentityProvider): Promise<JWTVerifyGetKey> {
    const { jwksUri: url, companyId } = provider;
    if (url === null) throw new ProviderFault('keys: there are none');
    const document = await this.requests.get({ url, what: 'keys', companyId });
    const keys = keySetOf(document as unknown as JSONWebKeySet);
    this.kept.set(nameOf(provider), keys);
    return keys;
  }
}

function keySetOf(document: JSONWebKeySet): JWTVerifyGetKey {
  try {
    return createLocalJWKSet(document);
  } catch {
    throw new ProviderFault('keys: no JWK set');
  }
}

const nameOf = ({ id, updatedAt }: IdentityProvider): string => `${id}:${updatedAt}`;
