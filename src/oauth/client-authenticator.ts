import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { originIsForeign } from '../access/index.js';
import { type Client, ClientRegistry, SecretUsage } from '../clients/index.js';
import { KeyRing } from '../keys/index.js';
import { type Bucket, Limits, networkOf } from '../limits/index.js';
import { annotateRequest, equalInConstantTime, SECRET_PREFIXES, secretPayload } from '../shared/index.js';
import { CLIENT_AUTHENTICATION_METHODS } from './client-authentication/index.js';
import { ClientAssertions } from './client-assertions.js';
import type { PresentedClient } from './client-authentication/method.js';
import { foreignOrigin, invalidClient, tooManyFailures } from './oauth.errors.js';
import type { Parameters } from './parameters.js';

/** A client that proved who it is; a public one that said so. */
export interface AuthenticatedClient {
  readonly client: Client;
  /** The secret or key that proved it; empty for public clients. Tokens carry it. */
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
    private readonly assertions: ClientAssertions,
  ) {}

  /** Throws `invalid_client` (401), `invalid_request`, or 429 after too many failures. */
  async authenticate(request: FastifyRequest, parameters: Parameters): Promise<AuthenticatedClient> {
    const presented = presentedIn(request, parameters);
    const client = await this.clients.find(presented.clientId);
    const credentialId = await this.credentialOf(client, presented);
    if (!client?.enabled || credentialId === undefined) {
      await this.countFailure(presented.clientId, request.ip);
      throw invalidClient();
    }
    if (credentialId !== '') this.usage.note(credentialId, presented.assertion ? 'client_keys' : 'client_secrets');
    if (originIsForeign(request, client)) throw foreignOrigin();
    annotateRequest({ clientId: client.clientId });
    return { client, credentialId };
  }

  /** The id of what proves it, '' for a public client, undefined where nothing does. */
  private async credentialOf(client: Client | undefined, presented: PresentedClient): Promise<string | undefined> {
    const { secret, assertion } = presented;
    if (assertion !== undefined) return client && this.assertions.keyOf(client, assertion, this.keys.now());
    if (secret !== undefined) return this.secretOf(client, secret);
    return client?.type === 'public' ? '' : undefined;
  }

  /** The id of the matching secret; an unknown client costs the same as a wrong secret. */
  private secretOf(client: Client | undefined, secret: string): string | undefined {
    if (secretPayload(SECRET_PREFIXES.clientSecret, secret) === undefined) return undefined;
    const candidates = this.keys.hashes(secret);
    const now = this.keys.now();
    const living = (client?.secrets ?? []).filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
    return living.find(({ hash }) => candidates.some((candidate) => equalInConstantTime(candidate, hash)))?.id;
  }

  private async countFailure(clientId: string, address: string): Promise<void> {
    const buckets = bucketsOf(clientId.slice(0, 64), networkOf(address));
    const wait = await this.limits.tryTake(buckets);
    if (wait !== undefined) throw tooManyFailures(wait);
  }
}

function presentedIn(request: FastifyRequest, parameters: Parameters): PresentedClient {
  for (const method of CLIENT_AUTHENTICATION_METHODS) {
    const presented = method.present(request, parameters);
    if (presented) return presented;
  }
  throw invalidClient();
}
