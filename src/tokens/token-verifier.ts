import { Injectable } from '@nestjs/common';
import { type Client, ClientRegistry } from '../clients/index.js';
import { type AccessTokenClaims, type VerifiedToken, verifiedToken } from './access-token-claims.js';
import { AccessTokenCodec } from './access-token-codec.js';
import { RevocationSet } from './revocation-set.js';

/** Tokens expire by the process's clock with this much patience (protocol.md, Rules). */
const LEEWAY_SECONDS = 5;

/** Tells living tokens from dead ones; warm, without the database. The principal is left to the caller. */
@Injectable()
export class TokenVerifier {
  constructor(
    private readonly codec: AccessTokenCodec,
    private readonly clients: ClientRegistry,
    private readonly revocations: RevocationSet,
  ) {}

  /** Which token of ours this is, whatever became of it since: enough to end it, too little to let it pass. */
  read(token: string): Pick<VerifiedToken, 'jti' | 'clientId' | 'familyId'> | undefined {
    const claims = this.codec.open(token);
    return claims && verifiedToken(claims);
  }

  /** Whose token of ours this is, whatever became of it since: for the records, never to let it pass. */
  async clientOf(token: string): Promise<Client | undefined> {
    const claims = this.codec.open(token);
    return claims && this.clients.find(claims.cid);
  }

  async verify(token: string): Promise<{ readonly token: VerifiedToken; readonly client: Client } | undefined> {
    const claims = this.codec.open(token);
    if (!claims || !isInLifetime(claims)) return undefined;
    if (await this.revocations.has(claims)) return undefined;
    const client = await this.clients.find(claims.cid);
    if (!client?.enabled || client.epoch !== claims.cep || !hasCredential(client, claims.crd)) return undefined;
    return { token: verifiedToken(claims), client };
  }
}

function isInLifetime({ iat, exp }: AccessTokenClaims): boolean {
  const now = Date.now() / 1000;
  return iat <= now + LEEWAY_SECONDS && exp > now - LEEWAY_SECONDS;
}

/** Revoking a secret kills its tokens; letting it run out does not. */
const hasCredential = ({ type, secrets, keys }: Client, credentialId: string): boolean => {
  if (credentialId === '') return type === 'public';
  return secrets.some(({ id }) => id === credentialId) || keys.some(({ id }) => id === credentialId);
};
