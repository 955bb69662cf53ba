import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ChangeFeed, Database, Entry } from '../database/index.js';
import type { RevocationKind } from './revocation.entity.js';

/** Longer than any access token lives; what is older cannot revive. */
export const REVOCATION_LIFETIME_MS = 24 * 3_600_000;
const PRUNE_EVERY_MS = 60_000;
const PREFIX = 'revocation:';

/** What may stand in a token that could be revoked. */
export interface Revocable {
  readonly jti: string;
  readonly fid?: string;
  readonly gid?: string;
}

/** All living revocations, in memory: asked by every request, told of news by the feed. */
@Injectable()
export class RevocationSet implements OnModuleInit {
  private readonly until = new Map<string, number>();
  private lastPrune = 0;

  constructor(
    private readonly database: Database,
    private readonly feed: ChangeFeed,
  ) {}

  /** Before traffic: listen first, then read, so that nothing falls between. */
  async onModuleInit(): Promise<void> {
    this.feed.listen((entry) => {
      if (entry.startsWith(PREFIX)) this.add(entry.slice(PREFIX.length), Date.now() + REVOCATION_LIFETIME_MS);
    });
    const rows = await this.database.query<{ kind: string; ref: string; expires_at: number }>(
      `SELECT kind, ref, expires_at FROM revocations WHERE expires_at > ${this.database.dialect.now}`,
    );
    for (const { kind, ref, expires_at } of rows) this.add(`${kind}:${ref}`, Number(expires_at));
  }

  /** Whether the token, its family or its grant was revoked. */
  async has(token: Revocable): Promise<boolean> {
    if (this.feed.mustReadDatabase) return this.isInDatabase(token);
    return (
      this.until.has(`token:${token.jti}`) ||
      (token.fid !== undefined && this.until.has(`family:${token.fid}`)) ||
      (token.gid !== undefined && this.until.has(`grant:${token.gid}`))
    );
  }

  /** Revokes, in the caller's transaction. Revoking twice is as good as once. */
  async revoke(kind: RevocationKind, ref: string): Promise<void> {
    const { insertIgnore, now } = this.database.dialect;
    await this.database.execute(
      `${insertIgnore} INTO revocations (kind, ref, expires_at) VALUES (?, ?, ${now} + ${REVOCATION_LIFETIME_MS})`,
      [kind, ref],
    );
    await this.feed.publish(Entry.revocation(kind, ref));
  }

  private async isInDatabase({ jti, fid = '', gid = '' }: Revocable): Promise<boolean> {
    const rows = await this.database.query(
      "SELECT 1 FROM revocations WHERE (kind = 'token' AND ref = ?) OR (kind = 'family' AND ref = ?) OR (kind = 'grant' AND ref = ?) LIMIT 1",
      [jti, fid, gid],
    );
    return rows.length > 0;
  }

  private add(key: string, until: number): void {
    this.until.set(key, until);
    const now = Date.now();
    if (now - this.lastPrune < PRUNE_EVERY_MS) return;
    this.lastPrune = now;
    for (const [known, end] of this.until) if (end <= now) this.until.delete(known);
  }
}
