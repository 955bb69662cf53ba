import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { notFound } from '../shared/index.js';
import { AppClients } from './app-clients.js';
import { MAX_ENTRIES } from './app-clients.schemas.js';
import { duplicateRedirectUri, lastRedirectUri, tooManyRedirectUris } from './apps.errors.js';

/** A redirect URI with a name that fits into a path. */
export interface ListedRedirectUri {
  readonly id: string;
  readonly uri: string;
}

const listed = (uri: string): ListedRedirectUri => ({
  id: createHash('sha256').update(uri).digest('base64url').slice(0, 22),
  uri,
});

/** A client's redirect URIs, one by one: two people who each add one do not undo each other. */
@Injectable()
export class AppRedirectUris {
  constructor(
    private readonly database: Database,
    private readonly clients: AppClients,
  ) {}

  async list(appId: number, userId: number, clientId: string): Promise<ListedRedirectUri[]> {
    return (await this.clients.show(appId, userId, clientId)).redirectUris.map(listed);
  }

  /** Throws duplicate_redirect_uri, too_many_redirect_uris. */
  async add(appId: number, userId: number, clientId: string, uri: string): Promise<ListedRedirectUri> {
    return this.database.transaction(async () => {
      const { redirectUris } = await this.clients.changing(appId, userId, clientId);
      if (redirectUris.includes(uri)) throw duplicateRedirectUri();
      if (redirectUris.length >= MAX_ENTRIES) throw tooManyRedirectUris(MAX_ENTRIES);
      await this.clients.change(appId, userId, clientId, { redirectUris: [...redirectUris, uri] });
      return listed(uri);
    });
  }

  /** No authorization goes there any more. Throws not_found, last_redirect_uri. */
  async takeOff(appId: number, userId: number, clientId: string, id: string): Promise<void> {
    return this.database.transaction(async () => {
      const { redirectUris, grantTypes } = await this.clients.changing(appId, userId, clientId);
      const left = redirectUris.filter((uri) => listed(uri).id !== id);
      if (left.length === redirectUris.length) throw notFound();
      if (left.length === 0 && grantTypes.includes('authorization_code')) throw lastRedirectUri();
      await this.clients.change(appId, userId, clientId, { redirectUris: left });
    });
  }
}
