import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/index.js';
import { KeyRing } from '../../keys/index.js';

/** What a subject depends on of a client: its sector. */
export type SectorOf = Pick<Client, 'appId' | 'clientId'>;

/**
 * Pairwise subjects (OpenID Connect Core §8.1): every app knows a person by a name of its own, in sandbox and production
 * the same. Derived under a key that is never replaced (docs/decisions/0022), so the name stays for ever.
 */
@Injectable()
export class Subjects {
  constructor(private readonly keys: KeyRing) {}

  /** 43 characters of base64url. */
  of(userId: number, client: SectorOf): string {
    return this.keys.mac('subject', `sub\n${sectorOf(client)}\n${userId}`);
  }
}

/** Redirect URIs come and go, and may be shared by several apps of one host: the app is what people trust. */
const sectorOf = ({ appId, clientId }: SectorOf): string => (appId === null ? `client:${clientId}` : `app:${appId}`);
