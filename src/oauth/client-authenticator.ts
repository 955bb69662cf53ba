import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { originIsForeign } from '../access/index.js';
import { type Client, ClientRegistry, type KnownSecret, SecretUsage } from '../clients/index.js';
import { KeyRing } from '../keys/index.js';
import { type Bucket, Limits, networkOf } from '../limits/index.js';
import { annotateRequest, equalInConstantTime, SECRET_PREFIXES, secretPayload } from '../shared/index.js';
import { CLIENT_AUTHENTICATION_METHODS } from './client-authentication/index.js';
import type { PresentedClient } from './client-authentication/method.js';
import { foreignOrigin, invalidClient, tooManyFailures } from './oauth.errors.js';
import type { Parameters } from './parameters.js';

/** A client that proved who it is; a public one that said so. */
export interface AuthenticatedClient {
  readonly client: Client;
  /** The secret that proved it; empty for public clients. Tokens carry it. */
  readonly credentialId: string;
}

const WINDOW_SECONDS = 300;
const FAILURES_PER_CLIENT = 50;
const FAILURES_PER_NETWORK = 500;

/** Only failures count, and only against who failed: a right secret always passes, so nobody can be locked out. */
const bucketsOf = (clientId: string, network: string): Bucket[] => [
  { name: `client:${network}:${clientId}`, limit: FAILURES_PER_CLIENT, windowSeconds: WINDOW_SECONDS },
  { name: `client-network:${network}`, limit: FAILURES_PER_NETWORK, windowSeconds: WINDOW_SECONDS },
];

/** Authenticates the client of a protocol request (RFC 6749 §2.3, §3.2.1). */
@Injectable()
export class ClientAuthenticator {
  constructor(
    private readonly clients: ClientRegistry,
    private readonly keys: KeyRing,
    private readonly usage: SecretUsage,
    private readonly limits: Limits,
  ) {}

  /** Throws `invalid_client` (401), `invalid_request`, or 429 after too many failures. */
  async authenticate(request: FastifyRequest, parameters: Parameters): Promise<AuthenticatedClient> {
    const presented = presentedIn(request, parameters);
    const client = await this.clients.find(presented.clientId);
    const credentialId = this.credentialOf(client, presented.secret);
    if (!client?.enabled || credentialId === undefined) {
      await this.countFailure(presented.clientId, request.ip);
      throw invalidClient();
    }
    if (credentialId !== '') this.usage.note(credentialId);
    if (originIsForeign(request, client)) throw foreignOrigin();
    annotateRequest({ clientId: client.clientId });
    return { client, credentialId };
  }

  /** The id of the matching secret, '' for a public client; an unknown client costs the same as a wrong secret. */
  private credentialOf(client: Client | undefined, secret: string | undefined): string | undefined {
    if (secret === undefined) return client?.type === 'public' ? '' : undefined;
    if (secretPayload(SECRET_PREFIXES.clientSecret, secret) === undefined) return undefined;
    const candidates = this.keys.hashes(secret);
    const living = (client?.secrets ?? []).filter(isLiving);
    return living.find(({ hash }) => candidates.some((candidate) => equalInConstantTime(candidate, hash)))?.id;
  }

  private async countFailure(clientId: string, address: string): Promise<void> {
    const buckets = bucketsOf(clientId.slice(0, 64), networkOf(address));
    const wait = await this.limits.isBlocked(buckets);
    if (wait !== undefined) throw tooManyFailures(wait);
    await this.limits.recordFailure(buckets);
  }
}

const isLiving = ({ expiresAt }: KnownSecret): boolean => expiresAt === null || expiresAt > Date.now();

function presentedIn(request: FastifyRequest, parameters: Parameters): PresentedClient {
  for (const method of CLIENT_AUTHENTICATION_METHODS) {
    const presented = method.present(request, parameters);
    if (presented) return presented;
  }
  throw invalidClient();
}
